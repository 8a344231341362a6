/** 催办单 of what each partner owes after its limit: slip numbers and first letters, no name whole. */
import type { ReminderPaper } from '@shared/contract/reports'
import { slipKindLabels } from '@shared/domain'
import type { FormData } from '@shared/domain/form-template'
import type { FormPiece } from './form-filler'

export interface RemindersPaper {
  readonly reminders: readonly ReminderPaper[]
  /** What the program says on every form. */
  readonly given: FormData
}

/** One for each partner that owes something. */
export const reminderPieces = ({ reminders, given }: RemindersPaper): FormPiece[] =>
  reminders
    .filter(({ rows }) => rows.length > 0)
    .map(({ to, asOf, rows }) => ({
      data: {
        ...{ ...given, toName: to.name, toPost: to.post, toAddress: [to.postcode, to.address].filter(Boolean).join(' ') },
        ...{ asOf, count: rows.length },
        slips: rows.map(({ slipNo, kind, person, issuedOn, dueOn, daysLate }) => ({
          ...{ slipNo, kind: slipKindLabels[kind], person, issuedOn, dueOn, daysLate }
        }))
      },
      title: to.name
    }))
