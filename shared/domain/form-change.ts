/** What an office may change of a form without code, and what of it is owed to the person and stays. Why it is so: decision 49. */
import { z } from 'zod'
import {
  formBoxSchema,
  faultsOf,
  fieldSourceSchema,
  formNameSchema,
  givenNames,
  labelOf,
  namedIn,
  plainText,
  type FieldKind,
  type FieldSource,
  type FormField,
  type FormTemplate
} from './form-template'

/**
 * Texts, where boxes stand and what they show, optional fields left off, and fields added from `fieldSources`. Everything else, and what the law asks
 * for, stays as the program brings it.
 */
export const formChangeSchema = z.strictObject({
  texts: z.record(formNameSchema, plainText(2000)),
  /** Null leaves the boxes as they are. */
  boxes: z.array(formBoxSchema).max(120).nullable(),
  /** Where the 2-D code of a form with boxes stands, by its top left corner; null leaves it. */
  code: formBoxSchema.pick({ page: true, x: true, y: true }).nullable().default(null),
  hidden: z.array(formNameSchema).max(60),
  added: z.array(z.strictObject({ source: fieldSourceSchema, label: plainText(30).min(1) })).max(20)
})
export type FormChange = z.infer<typeof formChangeSchema>

/** Texts that say what the law and the office owe to the person: they may be worded, never emptied, nor lose a day or a telephone. */
const OWED = /^(free|rights|complaint|limits|voluntary)/
const FREE = '免费'
/** An amount, a fee, or money that is taken or handed over. Source: product.md, guard-rails; domain.md §4.2: no form has a field for money. */
const MONEY = /[0-9０-９一二两三四五六七八九十百千万]\s*(?:元|块钱)|[￥¥]|费|[收交缴].{0,6}[款金钱]/
/** A clause that says there is none may name it. */
const DENIES = /不|免|无|未|没有|禁/

const clausesOf = (text: string): readonly string[] => text.split(/[，。；！？、,;!?\n]/)
/** What the program's own text says already may stay. */
const asksForMoney = (text: string, shipped = ''): boolean =>
  clausesOf(text).some((clause) => MONEY.test(clause) && !DENIES.test(clause) && !clausesOf(shipped).includes(clause))

/** @returns what is wrong with a new wording, in Chinese; null when nothing is */
function faultOfText(id: string, { label, text }: FormTemplate['texts'][string], next: string): string | null {
  if (asksForMoney(next, text)) return `“${label}”里不能写收钱的话`
  if (!OWED.test(id)) return null
  if (next.trim() === '') return `“${label}”不能空着`
  if (text.includes(FREE) && !next.includes(FREE)) return `“${label}”里要有“${FREE}”`
  const lost = namedIn(text).find((asked) => !namedIn(next).includes(asked))
  return lost === undefined ? null : `“${label}”里要留着 {${lost}}`
}

/** @returns true for what may be moved about on the paper, but stands on it */
export const staysOnPaper = (form: Pick<FormTemplate, 'fields'>, shown: string): boolean =>
  OWED.test(shown) || givenNames.some((given) => given === shown) || form.fields.some((field) => field.name === shown && field.required)

const addedName = (source: FieldSource): string => `added_${source.replace('.', '_')}`
const sourceKind = (source: FieldSource): FieldKind =>
  source.endsWith('idNo') ? 'id_no' : /Date$|On$|^today$|\.date$/.test(source) ? 'day' : source.endsWith('.lines') ? 'lines' : 'text'

/** @returns the form as an office changed it, and what is wrong with the change, in Chinese */
export function changedForm(form: FormTemplate, change: FormChange): { readonly form: FormTemplate; readonly faults: readonly string[] } {
  const faults: string[] = []
  const texts = { ...form.texts }
  for (const [id, text] of Object.entries(change.texts)) {
    const known = form.texts[id]
    const fault = known ? faultOfText(id, known, text) : `没有文字 ${id}`
    if (fault !== null) faults.push(fault)
    else if (known) texts[id] = { ...known, text }
  }
  for (const { label } of change.added) if (asksForMoney(label)) faults.push(`加的栏目“${label}”不能收钱`)
  const added = change.added.map(({ source, label }): FormField => ({
    name: addedName(source),
    label,
    kind: sourceKind(source),
    source,
    required: false,
    most: 200,
    optional: true
  }))
  const proof = form.proof && change.code ? { proof: { ...form.proof, ...change.code } } : {}
  const changed = { ...form, ...proof, texts, boxes: change.boxes ?? form.boxes, hidden: change.hidden, added }
  const left = form.boxes.find(({ shows }) => staysOnPaper(form, shows) && !changed.boxes.some((box) => box.shows === shows))
  if (left) faults.push(`“${labelOf(form, left.shows)}”的方框不能去掉`)
  const pages = new Set(form.boxes.map(({ page }) => page))
  for (const { page, shows } of changed.boxes)
    if (!pages.has(page)) faults.push(`本表没有第 ${String(page)} 页，“${labelOf(changed, shows)}”放不上去`)
  if (change.code && !pages.has(change.code.page)) faults.push(`本表没有第 ${String(change.code.page)} 页，二维码放不上去`)
  return { form: changed, faults: [...faults, ...faultsOf(changed)] }
}
