/** Certificates as lists and pages show them. */
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { QueryContext } from '../../rpc'
import { hiddenInLists, knownPerson, maskedName, membersOfGroup } from '../persons'
import { assertUsable, knownCertificate, signedData } from './ledger'
import { certificateBySeq, certificatesBefore, eventsOf, replacementOf, type CertificateRow } from './queries/certificates'
import { bookletOfCopy } from './queries/booklets'
import { copiesOf } from './queries/copies'

type Hidden = ReturnType<typeof hiddenInLists>

function nameOf({ person_id: person, subject_name: name }: CertificateRow, hidden: Hidden): string | null {
  const why = person === null ? undefined : hidden.get(person)
  if (why === 'restricted') return '（限制处理）'
  return why === 'bereaved' && name !== null ? maskedName(name) : name
}

const rowView = (row: CertificateRow, hidden: Hidden) => ({
  ...{ id: row.id, number: row.number, form: row.form, edition: row.edition, status: row.status, unit: row.unit },
  ...{ subjectName: nameOf(row, hidden), signedOn: row.signed_on, validTo: row.valid_to, createdAt: row.created_at }
})

/** From here on a list of persons is recorded (PV-4). */
const RECORDED_ABOVE = 20

export function list(context: QueryContext, input: HandlerInput<SpecOf<'certificates.list'>>): Output<SpecOf<'certificates.list'>> {
  const { db, actor } = context
  const personIds = input.personId === null ? null : membersOfGroup(db, knownPerson(db, input.personId).seq).map(({ id }) => id)
  const before = /^\d{1,15}$/.test(input.cursor ?? '') ? Number(input.cursor) : Number.MAX_SAFE_INTEGER
  const found = certificatesBefore(
    db,
    { status: input.status, personIds, number: input.number, code: actor.scope },
    before,
    input.limit + 1
  )
  const rows = found.slice(0, input.limit)
  const last = found.length > input.limit ? rows.at(-1) : undefined
  if (rows.length > RECORDED_ABOVE) context.note({ detail: { rows: rows.length } })
  const hidden = hiddenInLists(db)
  return { rows: rows.map((row) => rowView(row, hidden)), next: last === undefined ? null : String(last.seq) }
}

export function get(context: QueryContext, { id }: { readonly id: string }): Output<SpecOf<'certificates.get'>> {
  const { db, reference } = context
  const row = knownCertificate(context, id)
  context.note({ subject: id })
  const former = row.replaces === null ? undefined : certificateBySeq(db, row.replaces)
  const data = row.number === null ? row.draft : signedData(db, row)
  return {
    ...rowView(row, new Map()),
    ...{ personId: row.person_id, rulePack: row.rule_pack, data },
    replaces: former?.number ?? null,
    replacedBy: replacementOf(db, row.seq)?.number ?? null,
    events: eventsOf(db, row.seq).map(({ at, by, action, status, reason, note }) => ({ at, by, action, status, reason, note })),
    copies: copiesOf(db, row.seq).map(({ seq, state, reprint, reprint_why: why, reason, at, by }) => ({
      ...{ state, reprint: reprint === 1, reprintWhy: why === null ? null : reference.label('certificate_reprint_reason', why) },
      ...{ reason: reason === null ? null : reference.label('certificate_spoil_reason', reason), booklet: bookletOfCopy(db, seq), at, by }
    }))
  }
}

type Pieces = SpecOf<'certificates.pieces'>

export function pieces(context: QueryContext, { ids }: HandlerInput<Pieces>): Output<Pieces> {
  const rows = ids.map((id) => {
    const row = knownCertificate(context, id)
    assertUsable(context.db, row)
    const data = signedData(context.db, row)
    // Nothing was signed, or the person's file is gone: there is no paper to make.
    if (data === null || row.number === null) throw new AppError('certificates.unknown')
    return { id, number: row.number, form: row.form, edition: row.edition, data }
  })
  context.note({ detail: { count: rows.length } })
  return { rows }
}
