// Types of what tests use of the script beside.
export function judge(answer: { readonly status: number; readonly output: string }): 'signed' | 'unreachable' | 'wrong'
