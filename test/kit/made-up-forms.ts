/** Forms of a made-up program: what tests of the ledger need, whatever the real forms ask for. */
import { formSchema, type FormTemplate } from '../../shared/domain'
import type { FormTemplates, StoredForm } from '../../electron/core/modules/forms'

const field = (name: string, label: string, kind: 'text' | 'number', most = 60) => ({ name, label, kind, most })

const template = (form: string, over: object = {}): FormTemplate =>
  formSchema.parse({
    ...{ format: 'form/1', form, edition: '2009', label: '测试证明', group: 'certificate', use: 'certificate' },
    ...{ validFrom: null, validTo: null, rulePacks: [], source: '测试', paper: { size: 'A4', margin: [20, 20, 20, 20] } },
    fields: [field('name', '姓名', 'text'), field('age', '年龄', 'number'), field('said', '说明', 'number')],
    proof: { months: 36, facts: ['name', 'age'], x: 20, y: 20, side: 30 },
    ...over
  })

/** Forms numbered as the real ones are, and one that is not accounted for. */
export const madeUpForms: FormTemplates = (() => {
  const forms: StoredForm[] = [
    template('marriage_birth'),
    template('service_proof'),
    template('booklet', { proof: undefined, validMonths: 12 }),
    template('notice', { use: 'office', proof: undefined })
  ].map((one) => ({ template: one, html: '', css: '', sample: { name: '某某' } }))
  const named = (form: string): StoredForm | undefined => forms.find((one) => one.template.form === form)
  return { all: () => forms, edition: (form, edition) => (edition === '2009' ? named(form) : undefined), on: named, newest: named }
})()
