// Why: a program finds that a signature does not hold, only a person that a paper was forged: the two are never one word.
export const checkWays = { scan: '扫码', photo: '照片', pdf: 'PDF', typed: '手工录入' } as const
export type CheckWay = keyof typeof checkWays

export const proofFindings = { genuine: '属实', differs: '与原件不符', not_issued: '经查不是该单位出具' } as const
export type ProofFinding = keyof typeof proofFindings

export const findingWays = { phone: '电话', letter: '函件', paper: '看原件' } as const
export type FindingWay = keyof typeof findingWays

/** Findings that somebody of the issuing office must have given. */
export const asksTheIssuer = (finding: ProofFinding): boolean => finding === 'not_issued'

/** Line ends and tabs that a scanner adds; blanks belong to the code. */
export const codeAsRead = (typed: string): string => typed.replace(/[\r\n\t]+/g, '')
