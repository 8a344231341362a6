/** The page with which anyone checks a proof, with the keys of the offices this one vouches for inside. */
import { existsSync, readFileSync } from 'node:fs'
import { AppError } from '@shared/errors'
import type { ProofNames } from '@shared/proof'

/** What stands in the built page where the list belongs. */
const PLACE = 'id="names">null<'

/** @param file the built page @returns the page with its list @throws AppError keys.page_missing */
export function proofPage(file: string | null, names: ProofNames): string {
  const page = file !== null && existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (!page.includes(PLACE)) throw new AppError('keys.page_missing')
  // Names of offices come from outside: nothing in them may end the script they stand in.
  const list = JSON.stringify(names).replaceAll('<', '\\u003c')
  return page.replace(PLACE, () => `id="names">${list}<`)
}
