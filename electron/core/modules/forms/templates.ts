/** The forms that the program brings: one folder for each edition, read when it is first asked for and checked whole. docs/formats/forms.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  firstDayOf,
  formFilesSchema,
  isInForce,
  isPartialDate,
  type Day,
  type FormData,
  type FormSheet,
  type FormTemplate
} from '@shared/domain'

export interface StoredForm extends FormSheet {
  readonly sample: FormData
}

export interface FormTemplates {
  /** Every edition of every form. */
  all(): readonly StoredForm[]
  edition(form: string, edition: string): StoredForm | undefined
  /** The newest in force on the day under the rules. */
  on(form: string, day: Day, rulePack: string): StoredForm | undefined
  /** The newest of all, in force or not. */
  newest(form: string): StoredForm | undefined
}

const folders = (path: string): string[] =>
  existsSync(path) ? readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])) : []

/** @throws ZodError or RangeError for a form that is not whole: the program was damaged, or a form was drawn wrongly */
function readForm(folder: string, form: string, edition: string): StoredForm {
  const text = (name: string): string => readFileSync(join(folder, form, edition, name), 'utf8')
  const json = (name: string): unknown => JSON.parse(text(name))
  const template = formFilesSchema.parse({ form: json('form.json'), fields: json('fields.json') })
  if (template.form !== form || template.edition !== edition) throw new RangeError(`${form}/${edition} names another form`)
  const sample = json('sample.json') as FormData // Looked through field by field in test/forms.
  return { template, html: text('page.html'), css: text('page.css'), sample }
}

const begins = ({ template: { validFrom } }: StoredForm): string =>
  validFrom !== null && isPartialDate(validFrom) ? firstDayOf(validFrom) : ''

/** @param folder resources/templates */
export function loadTemplates(folder: string): FormTemplates {
  let read: readonly StoredForm[] | undefined
  const all = (): readonly StoredForm[] =>
    (read ??= folders(folder)
      .sort()
      .flatMap((form) =>
        folders(join(folder, form))
          .sort()
          .map((edition) => readForm(folder, form, edition))
      ))
  const newestOf = (form: string, counts: (template: FormTemplate) => boolean): StoredForm | undefined =>
    all()
      .filter(({ template }) => template.form === form && counts(template))
      .sort((a, b) => (begins(a) < begins(b) ? 1 : begins(a) > begins(b) ? -1 : 0))[0]
  return {
    all,
    edition: (form, edition) => all().find(({ template }) => template.form === form && template.edition === edition),
    on: (form, day, rulePack) =>
      newestOf(form, (one) => isInForce(one, day) && (one.rulePacks.length === 0 || one.rulePacks.includes(rulePack))),
    newest: (form) => newestOf(form, () => true)
  }
}
