/** How near an answer stands to the question: one number per way of being found, in the order in which a list shows them. */

/** From the surest to the loosest: whole numbers, whole names, beginnings, inner pieces, sound, names with a place beside them, spouses, addresses. */
export const findings = [
  'idNo',
  'paper',
  'name',
  'formerName',
  'nameFront',
  'formerFront',
  'idFront',
  'idTail',
  'phone',
  'otherPhone',
  'paperFront',
  'nameInner',
  'formerInner',
  'sound',
  'soundFront',
  'soundInner',
  'namedResidence',
  'namedHukou',
  'namedResidenceDivision',
  'namedHukouDivision',
  'spouse',
  'residence',
  'hukou',
  'residenceDivision',
  'hukouDivision'
] as const
export type Finding = (typeof findings)[number]

/** The last bit tells that it was a merged file that was found, which goes on as the one shown. */
export const rankOf = (finding: Finding): number => findings.indexOf(finding) * 2
export const HIGHEST_RANK = findings.length * 2 - 1

export const findingOf = (rank: number): { readonly finding: Finding; readonly merged: boolean } => ({
  finding: findings[rank >> 1] ?? 'name',
  merged: rank % 2 === 1
})

/** Rank in SQL of the file `alias`. */
export const rankSql = (finding: Finding, alias: string): string => `${String(rankOf(finding))} + (${alias}.survivor IS NOT NULL)`
