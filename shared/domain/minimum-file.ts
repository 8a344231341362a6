// Why: which facts the file of a person must hold is dated data; what such data may name, and how it is read aloud, is said once. Source: domain.md §3, marked *.
import { z } from 'zod'
import { fieldLabel } from './person-words'

/** Facts of a person, or `episode.` and one of the present stay. */
export const minimumFields = [
  'name',
  'sex',
  'birthDate',
  'idNo',
  'marital',
  'hukouCode',
  'episode.kind',
  'episode.startedOn',
  'episode.residenceCode'
] as const
export type MinimumField = (typeof minimumFields)[number]

/** Places: they may be there and not reach far enough. */
export const minimumPlaces: readonly MinimumField[] = ['hukouCode', 'episode.residenceCode']
/** What a division code must reach. */
const reaches = { 9: '到乡镇', 12: '到村、社区' } as const

/** @field digits of a place: the code has at least so many; absent where any code will do */
export const requiredFieldSchema = z
  .strictObject({ field: z.enum(minimumFields), digits: z.literal([9, 12]).optional() })
  .refine(({ field, digits }) => digits === undefined || minimumPlaces.includes(field), 'only a place has digits')
export type RequiredField = z.infer<typeof requiredFieldSchema>

/** @returns 现居住地（到村、社区） */
export function requiredFieldLabel({ field, digits }: RequiredField): string {
  const [kind, own] = field.startsWith('episode.') ? ['episode', field.slice(8)] : [null, field]
  const label = fieldLabel(kind, own)
  if (field === 'idNo') return `${label}（或无号原因）`
  return digits === undefined ? label : `${label}（${reaches[digits]}）`
}

/** What a list asks of files: every required fact there, one missing at least, or this one missing. */
export const fileStates = ['complete', 'incomplete', ...minimumFields] as const
export type FileState = (typeof fileStates)[number]
