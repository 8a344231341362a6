/** Papers as the program makes them of its own forms, for tests of what stands on them. */
import { resolve } from 'node:path'
import { loadTemplates, type StoredForm } from '../../electron/core/modules/forms/templates'
import { formPage, type FormPage, type FormPiece } from '../../renderer/print'
import type { FormSheet, PaperSize } from '../../shared/domain'

const templates = loadTemplates(resolve(import.meta.dirname, '../../resources/templates'))

/** A form with its sample. */
export function formNamed(form: string): StoredForm {
  const found = templates.all().findLast(({ template }) => template.form === form)
  if (!found) throw new RangeError(form)
  return found
}

/** Names of the forms that pages of the program fill. */
export const programForms = (): string[] => templates.all().flatMap(({ template: { use, form } }) => (use === 'program' ? [form] : []))

export const sheetNamed = (form: string): FormSheet => formNamed(form)

export const paperOf = (form: string, pieces: readonly FormPiece[], practice = false, size?: PaperSize): FormPage =>
  formPage({ sheet: sheetNamed(form), pieces, practice, size })
