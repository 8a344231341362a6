/** Types of browsers.mjs for the test that compares it with the program's own search. */
export function findBrowser(env?: Readonly<Record<string, string | undefined>>, platform?: string): string | null
