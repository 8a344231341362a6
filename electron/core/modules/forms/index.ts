/** The door of the forms: which there are, how they look today and how they looked then, and what one begins with for a person. */
import { changedForm, formChangeSchema, paperSizeLabels, type FormTemplate } from '@shared/domain'
import type { FormRow } from '@shared/contract/forms'
import { AppError } from '@shared/errors'
import type { CommandContext, Handlers, QueryContext } from '../../rpc'
import { assertInScope, assertUnrestricted, scopeOf, survivorOf } from '../persons'
import { seatOf, workplace } from '../organisation'
import { beginForm } from './begin'
import { changeOf, editionAtLast, editionNamed, editionToday, storedToday } from './editions'
import { changesOf, insertChange, withdrawChange } from './queries'
import type { FormTemplates } from './templates'

export { createCalibrationHandlers } from './calibrations'
export { editionNamed, editionToday, type EditionInUse } from './editions'
export { loadTemplates, type FormTemplates, type StoredForm } from './templates'

const paperWords = ({ paper }: FormTemplate): string => {
  const { across, down } = paper.pieces
  return `${paperSizeLabels[paper.size]}${paper.landscape ? ' 横向' : ''}${across * down > 1 ? `，每张 ${String(across * down)} 份` : ''}`
}

const row = (templates: FormTemplates, context: QueryContext, form: string): FormRow => {
  const { edition, sheet, stored } = editionAtLast(templates, context, form)
  const { label, group, use, validFrom, source } = sheet.template
  return {
    form,
    edition,
    label,
    group,
    use,
    paper: paperWords(sheet.template),
    preprinted: sheet.template.paper.preprinted,
    validFrom,
    inForce: templates.on(form, context.today, context.rules.id) !== undefined,
    source,
    changed: edition !== stored.template.edition
  }
}

function list(templates: FormTemplates, context: QueryContext): { rows: FormRow[] } {
  const names = [...new Set(templates.all().map(({ template }) => template.form))]
  return { rows: names.map((form) => row(templates, context, form)) }
}

const issuerName = ({ db, actor, office }: QueryContext, unit: string | null): string => {
  const seat = unit ?? seatOf(db, actor.accountId)?.id ?? null
  return seat === null ? office.name : workplace(db, seat).name
}

/** Looks through a change as the form would stand with it. @throws AppError `forms.bad_change` */
function assertSound(template: FormTemplate, change: unknown): void {
  const { faults } = changedForm(template, formChangeSchema.parse(change))
  if (faults.length > 0) throw new AppError('forms.bad_change', { count: faults.length, faults: faults.slice(0, 3).join('；') })
}

const todaysEdition = (templates: FormTemplates, context: CommandContext, form: string): { edition: string } => ({
  edition: editionToday(templates, context, form).edition
})

export const createFormHandlers = (templates: FormTemplates): Handlers<'forms'> => ({
  list: (context) => list(templates, context),
  get(context, { form, edition }) {
    const { edition: found, sheet } =
      edition === null ? editionToday(templates, context, form) : editionNamed(templates, context.db, form, edition)
    return { edition: found, ...sheet }
  },
  sample(context, { form, edition }) {
    const { stored } = edition === null ? editionToday(templates, context, form) : editionNamed(templates, context.db, form, edition)
    return { data: { ...stored.sample } }
  },
  begin(context, { form, personId, unit, careful }) {
    const { edition, sheet } = editionToday(templates, context, form)
    const data = beginForm(context, sheet.template, { personId, careful, issuer: issuerName(context, unit) })
    context.note({ ...(personId === null ? {} : { subject: personId }), detail: { form } })
    return { edition, data }
  },
  printed(context, { form, edition, personId, count }) {
    editionNamed(templates, context.db, form, edition)
    if (personId !== null) {
      assertInScope(scopeOf(context.actor), survivorOf(context.db, personId))
      assertUnrestricted(context.db, personId)
    }
    context.note({ ...(personId === null ? {} : { subject: personId }), detail: { form, edition, count } })
    return { form }
  },
  changes(context, { form }) {
    storedToday(templates, context, form)
    const rows = changesOf(context.db, form).map((one) => ({
      ...{ no: one.no, edition: one.edition, change: changeOf(one), note: one.note, at: one.at, by: one.by },
      withdrawn: one.withdrawn_at === null || one.withdrawn_by === null ? null : { at: one.withdrawn_at, by: one.withdrawn_by }
    }))
    return { rows }
  },
  change(context, { form, change, note }) {
    const { template } = storedToday(templates, context, form)
    assertSound(template, change)
    const { now: at, actor } = context
    const no = insertChange(context.db, {
      form,
      edition: template.edition,
      change: JSON.stringify(change),
      note,
      at,
      by: actor.displayName
    })
    context.note({ detail: { form, no } })
    context.changed('forms')
    return todaysEdition(templates, context, form)
  },
  withdraw(context, { form, no }) {
    const { template } = storedToday(templates, context, form)
    const found = changesOf(context.db, form).find((one) => one.edition === template.edition && one.no === no && one.withdrawn_at === null)
    if (!found) throw new AppError('forms.change_unknown')
    withdrawChange(context.db, found.seq, context.now, context.actor.displayName)
    context.note({ detail: { form, no } })
    context.changed('forms')
    return todaysEdition(templates, context, form)
  }
})
