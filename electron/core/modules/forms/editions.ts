// Why: what is printed again must look as it did, so every edition of the program and every change of the office can be found by its name.
import { changedForm, formChangeSchema, type FormChange, type FormSheet } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { changeByNo, latestChange, type ChangeRow } from './queries'
import type { FormTemplates, StoredForm } from './templates'

export interface EditionInUse {
  /** `2026`, `2026+3`. */
  readonly edition: string
  readonly sheet: FormSheet
  readonly stored: StoredForm
}

type Asking = Pick<CallContext, 'today' | 'rules'> & { readonly db: ReadDb }

export const changeOf = (row: Pick<ChangeRow, 'change'>): FormChange => formChangeSchema.parse(JSON.parse(row.change))

function dressed(stored: StoredForm, row: ChangeRow | undefined): EditionInUse {
  const { template, html, css } = stored
  if (row === undefined) return { edition: template.edition, sheet: { template, html, css }, stored }
  const { form } = changedForm(template, changeOf(row))
  return { edition: `${template.edition}+${String(row.no)}`, sheet: { template: form, html, css }, stored }
}

/** The form of the program in force today. @throws AppError `forms.unknown` */
export function storedToday(templates: FormTemplates, { today, rules }: Asking, form: string): StoredForm {
  const stored = templates.on(form, today, rules.id)
  if (!stored) throw new AppError('forms.unknown')
  return stored
}

/** In force today, with the latest change of the office. @throws AppError `forms.unknown` */
export function editionToday(templates: FormTemplates, asking: Asking, form: string): EditionInUse {
  const stored = storedToday(templates, asking, form)
  return dressed(stored, latestChange(asking.db, form, stored.template.edition))
}

/** The same; of a form that no longer holds its newest edition: what was printed on it stays in the house. @throws AppError `forms.unknown` */
export function editionAtLast(templates: FormTemplates, asking: Asking, form: string): EditionInUse {
  const stored = templates.on(form, asking.today, asking.rules.id) ?? templates.newest(form)
  if (!stored) throw new AppError('forms.unknown')
  return dressed(stored, latestChange(asking.db, form, stored.template.edition))
}

/** The very edition, also one that is no longer in force or a change that was withdrawn. @throws AppError `forms.unknown` */
export function editionNamed(templates: FormTemplates, db: ReadDb, form: string, edition: string): EditionInUse {
  const [base = '', no] = edition.split('+')
  const stored = templates.edition(form, base)
  const row = no === undefined ? undefined : changeByNo(db, form, base, Number(no))
  if (!stored || (no !== undefined && !row)) throw new AppError('forms.unknown')
  return dressed(stored, row)
}
