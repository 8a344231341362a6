/** Slips written for a surviving file while two files were one: after the merge is taken back a clerk says whose they are. */
import type { SlipRow } from '@shared/contract/slips'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CommandContext, QueryContext } from '../../rpc'
import { knownMerge } from '../duplicates'
import { partnerNames } from '../partners'
import { isSlipInScope, knownSlip } from './compose'
import { slipsWrittenFor } from './queries/slip-list'
import { addEvent, answersOf, setPerson, type SlipStored } from './queries/slip-rows'
import { rowView } from './row-view'

export function writtenAfterMerge(context: QueryContext, { act }: { readonly act: string }): { rows: SlipRow[] } {
  const { db, today } = context
  const { merge, survivor } = knownMerge(context, act)
  const names = partnerNames(db)
  const rows = slipsWrittenFor(db, survivor.id, merge.at).filter(({ seq }) => isSlipInScope(context, seq))
  return { rows: rows.map((row) => rowView(row, names, today)) }
}

/** An answer is about whom its question is about, and so is what puts either right. */
const withAnswers = (db: ReadDb, slip: SlipStored): SlipStored[] => [
  slip,
  ...answersOf(db, slip.seq)
    .filter((answer) => answer.person_id === slip.person_id)
    .flatMap((answer) => withAnswers(db, answer))
]

/** @throws AppError `acts.unknown`, `persons.out_of_scope`, `slips.unknown`, `slips.out_of_scope`, `slips.not_of_merge` */
export function moveAfterMerge(
  context: CommandContext,
  { act, ids }: { readonly act: string; readonly ids: readonly string[] }
): { ids: string[] } {
  const { db, actor, now } = context
  const { merge, survivor, merged } = knownMerge(context, act)
  const written = new Set(slipsWrittenFor(db, survivor.id, merge.at).map(({ id }) => id))
  const once = [...new Set(ids)]
  for (const id of once) {
    const slip = knownSlip(context, id)
    if (merge.state !== 'undone' || !written.has(id)) throw new AppError('slips.not_of_merge')
    for (const { seq } of withAnswers(db, slip)) setPerson(db, seq, merged.id)
    addEvent(db, slip.seq, {
      at: now,
      by: actor.displayName,
      account: actor.accountId,
      action: 'move',
      label: '撤销合并时归到另一份档案',
      note: null,
      bundle: null
    })
  }
  context.note({ subject: survivor.id, detail: { merged: merged.id, count: once.length } })
  context.changed('slips')
  return { ids: once }
}
