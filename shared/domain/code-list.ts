// Why: the same number means different things in different editions of a standard, so a code is never read without its edition.
import { z } from 'zod'
import type { Day } from './calendar-day'
import { isInForce, validityShape } from './validity'

const entrySchema = z.strictObject({
  code: z.string().regex(/^[0-9A-Za-z_]{1,32}$/),
  label: z.string().min(1).max(60),
  /** the broader code of the same edition */
  parent: z.string().optional(),
  /** kept for reading old records, no longer offered */
  retired: z.boolean().optional()
})

const editionSchema = z
  .strictObject({
    edition: z.string().min(1).max(60),
    ...validityShape,
    source: z.string().min(1).max(200),
    codes: z.array(entrySchema).min(1)
  })
  .superRefine(({ codes }, context) => {
    const known = new Set(codes.map((entry) => entry.code))
    if (known.size !== codes.length) context.addIssue({ code: 'custom', message: 'code twice' })
    if (codes.some((entry) => entry.parent !== undefined && !known.has(entry.parent)))
      context.addIssue({ code: 'custom', message: 'parent' })
  })

/** resources/codes/code-lists.json. Source of the lists: domain.md §3.6. */
export const codeListsSchema = z.strictObject({
  format: z.literal('code-lists/1'),
  lists: z.record(
    z.string().regex(/^[a-z][a-z0-9_]{0,47}$/),
    z.strictObject({ label: z.string().min(1).max(60), editions: z.array(editionSchema).min(1) })
  )
})

export type CodeLists = z.infer<typeof codeListsSchema>
export type CodeList = CodeLists['lists'][string]
export type CodeEdition = CodeList['editions'][number]
export type CodeEntry = CodeEdition['codes'][number]

/** @returns the edition in force on the day, else the newest one */
export function editionOn(list: CodeList, day: Day): CodeEdition | null {
  return list.editions.find((edition) => isInForce(edition, day)) ?? list.editions.at(-1) ?? null
}

/** @returns the Chinese label of a code in the named edition, null when that edition has no such code */
export function codeLabel(list: CodeList, edition: string, code: string): string | null {
  const found = list.editions.find((known) => known.edition === edition)
  return found?.codes.find((entry) => entry.code === code)?.label ?? null
}

/** @returns codes that may be chosen today: those of the edition in force that are not retired */
export function offeredCodes(list: CodeList, day: Day): CodeEntry[] {
  return (editionOn(list, day)?.codes ?? []).filter((entry) => entry.retired !== true)
}

/**
 * Finds a code by the words of an imported list; numbers are not trusted because dialects give them other meanings.
 * @returns the one code whose label is the text, null when there is none or more than one
 */
export function codeByLabel(edition: CodeEdition, label: string): string | null {
  const wanted = label.normalize('NFKC').trim()
  const found = edition.codes.filter((entry) => entry.label === wanted)
  return found.length === 1 ? (found[0]?.code ?? null) : null
}
