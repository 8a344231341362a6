/** Which states the two ends of one slip may stand in once everything has arrived. */
import { needsAnswer, replyKinds, type LifecycleKind } from '../../../shared/domain'
import { offeredActs, finalStatuses } from '../../../electron/core/modules/slips/rules'
import { grantsOf } from '../../../shared/contract'
import type { World } from './world'

interface End {
  readonly record: string
  readonly kind: LifecycleKind
  readonly status: string
  readonly owed: number
  readonly outcome: string | null
  /** An answer or a return was written down from paper or telephone. */
  readonly heard: number
  readonly words: string | null
}

const OPEN = ['to_assign', 'assigned', 'pairing', 'verifying', 'to_review', 'sent_back'] as const
const GIVEN_BACK = ['transferred', 'duplicate'] as const
const TAKEN_BACK = ['withdrawn', 'closed', ...GIVEN_BACK] as const

type Relation = Readonly<Partial<Record<string, readonly string[]>>>

const requests: Relation = {
  received_by_peer: OPEN,
  answered: ['answered', 'closed'],
  accepted: ['answered', 'closed'],
  closed: ['answered', 'closed', ...GIVEN_BACK],
  recheck: ['sent_back', 'pairing', 'verifying', 'to_review'],
  withdrawn: TAKEN_BACK,
  returned: GIVEN_BACK
}
const notices: Relation = {
  received_by_peer: [...OPEN, 'closed'],
  closed: [...OPEN, 'closed', ...GIVEN_BACK],
  withdrawn: TAKEN_BACK,
  returned: GIVEN_BACK
}
const corrections: Relation = {
  received_by_peer: ['to_assign', 'closed', 'withdrawn'],
  closed: ['to_assign', 'closed', 'withdrawn'],
  withdrawn: ['withdrawn', 'closed']
}
const replies: Relation = { received_by_peer: ['closed'], closed: ['closed'] }

export function relationOf(kind: LifecycleKind): Relation {
  if (needsAnswer(kind)) return requests
  if (kind === 'BZ' || kind === 'TJ') return corrections
  return replyKinds.some((known) => known === kind) ? replies : notices
}

/** What came by telephone settles a question that lies open, was given back, or is being asked again. */
const HEARD: readonly string[] = [...OPEN, ...GIVEN_BACK, 'answered', 'closed']

const END = `SELECT hex(s.record_id) AS record, s.kind, s.status, s.owed, s.outcome, r.content AS words,
    EXISTS (SELECT 1 FROM slip_event e WHERE e.slip = s.seq AND e.action IN ('takeAnswer', 'takeReturn')) AS heard
  FROM slip s LEFT JOIN slip_record r ON r.seq = s.body_record`

/**
 * An answer names no revision: where an older backup was put back at either end, nobody can tell whether what is here answers what was asked
 * last. Both ends can act, and neither has lost anything.
 */
const WENT_BACK: Readonly<Record<string, readonly string[]>> = {
  answered: HEARD,
  accepted: HEARD,
  closed: HEARD,
  returned: HEARD,
  recheck: HEARD
}

/** @returns in words what does not fit */
export function disagreements(world: World): string[] {
  const { offices, partners, refusedRecords, kept } = world
  return offices.flatMap((writer, from) =>
    offices.flatMap((reader, to) => {
      if (from === to) return []
      const out = writer.db.all<End>(
        `${END} WHERE s.direction = 'out' AND s.partner_id = ? AND EXISTS (SELECT 1 FROM slip_travel t WHERE t.slip = s.seq AND t.bundle_id IS NOT NULL)`,
        partners[from]?.[to] ?? ''
      )
      const back = reader.db.all<End>(`${END} WHERE s.direction = 'in' AND s.partner_id = ?`, partners[to]?.[from] ?? '')
      const held = new Map(back.map((end) => [end.record, end]))
      const faults = out.flatMap((end) => {
        const refused = refusedRecords.has(end.record.toLowerCase())
        const wentBack = [from, to].some((at) => kept[at]?.wentBack === true)
        return refused ? [] : fault(end, held.get(end.record), wentBack).map((words) => `${writer.code} to ${reader.code}: ${words}`)
      })
      const known = new Set(out.map(({ record }) => record))
      const strange = back.filter(({ record, words }) => !known.has(record) && !isHeard(words))
      return [...faults, ...strange.map(({ kind, record }) => `${reader.code} holds ${kind} ${record} that nobody sent`)]
    })
  )
}

/** Written down here from paper or telephone: it has no author among the offices. */
const isHeard = (words: string | null): boolean => words !== null && words.includes('"author":null')

function fault(end: End, other: End | undefined, wentBack: boolean): string[] {
  // Taken for gone after a restore, taken back since: its withdrawal travelled alone.
  if (!other && wentBack && end.status === 'withdrawn') return []
  if (!other) return [`${end.kind} ${end.record} ${end.status} was lost`]
  const told = `${end.kind} ${end.record} is ${end.status} here and ${other.status} there`
  const loose = wentBack ? (WENT_BACK[end.status] ?? []) : []
  const allowed = end.heard === 1 && end.status !== 'withdrawn' ? HEARD : [...(relationOf(end.kind)[end.status] ?? []), ...loose]
  const faults = allowed.includes(other.status) ? [] : [told]
  if (end.status === 'withdrawn' && other.words !== null) faults.push(`${told}, and it still says what was taken back`)
  return faults
}

/** A state nobody can leave is an end; whoever waits for the other side waits for somebody who can act. */
export function deadEnds({ offices, papers }: World): string[] {
  const grants = grantsOf(['window', 'verifier', 'signer'])
  return offices.flatMap(({ db, code }, at) =>
    db
      .all<{ direction: 'out' | 'in'; kind: LifecycleKind; status: string; n: number; waits: string | null }>(
        // A reply to an office without the program is done when it is posted.
        "SELECT direction, kind, status, waits, count(*) AS n FROM slip WHERE NOT (partner_id = ? AND kind IN ('FK', 'TH', 'QR')) GROUP BY 1, 2, 3, 4",
        papers[at] ?? ''
      )
      .filter(({ status }) => !finalStatuses.some((final) => final === status))
      .filter((standing) => standing.waits !== 'peer' && offeredActs(standing, grants).length === 0)
      .map(({ direction, kind, status, n }) => `${code}: ${String(n)} ${direction} ${kind} stand in ${status} for ever`)
  )
}

/** What was answered to us, and what puts a slip right, is about whom the slip is about, however files were merged and parted. */
export function strangers({ offices }: World): string[] {
  return offices.flatMap(({ db, code }) =>
    db
      .all<{ kind: string; direction: string; status: string; n: number }>(
        `SELECT a.kind, a.direction, a.status, count(*) AS n FROM slip a JOIN slip q ON q.seq = a.answer_to
         WHERE a.person_id <> q.person_id AND a.status <> 'ended' AND (a.kind = 'BZ' OR a.direction = 'in') GROUP BY 1, 2, 3`
      )
      .map(
        ({ kind, direction, status, n }) =>
          `${code}: ${String(n)} ${direction} ${kind} ${status} are about another person than their question`
      )
  )
}

/** Every signed request in one part, and every counted answer here. */
export function miscounts({ offices, refusedRecords }: World): string[] {
  return offices.flatMap(({ db, code }) => {
    const issued = db.value<number>(
      "SELECT count(*) FROM slip WHERE kind IN ('CX', 'XC') AND issued_on IS NOT NULL AND (direction = 'in' OR body_record IS NOT NULL)"
    )
    const parts = db.value<number>('SELECT count(*) FROM v_slip_return WHERE part IS NOT NULL')
    const twice = db.value<number>('SELECT count(*) - count(DISTINCT seq) FROM v_slip_return')
    const unfounded = db.value<number>(
      `SELECT count(*) FROM slip q WHERE q.direction = 'out' AND q.outcome = 'answered'
         AND NOT EXISTS (SELECT 1 FROM slip a WHERE a.answer_to = q.seq AND a.kind = 'FK' AND a.direction = 'in')`
    )
    const orphans = db
      .all<{ ref: string }>(
        "SELECT lower(hex(ref)) AS ref FROM slip WHERE direction = 'in' AND kind IN ('FK', 'TH', 'BZ') AND (answer_to IS NULL OR status = 'imported')"
      )
      .filter(({ ref }) => !refusedRecords.has(ref)).length
    return [
      ...(issued === parts ? [] : [`${code}: ${String(issued)} issued, ${String(parts)} in parts`]),
      ...(twice === 0 ? [] : [`${code}: ${String(twice)} counted twice`]),
      ...(unfounded === 0 ? [] : [`${code}: ${String(unfounded)} counted as answered without an answer`]),
      ...(orphans === 0 ? [] : [`${code}: ${String(orphans)} replies belong to nothing`])
    ]
  })
}
