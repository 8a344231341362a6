// Why: answers that come back after a restore were given already; the clerk must not be asked to answer the same questions again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recoverRecord } from '../../electron/core/modules/slips'
import { issue, openPair, openSlipOffice, pack, take, type Load, type SlipOffice } from './offices'

let a: SlipOffice
let b: SlipOffice
/** The second office as a restored backup has it: nothing of the questions yet. */
let restored: SlipOffice
let questions: Load
let answers: Load
let close: () => void

beforeEach(async () => {
  const pair = await openPair()
  restored = await openSlipOffice('141124-00', '610802-00')
  a = pair.a
  b = pair.b
  close = () => {
    pair.close()
    restored.close()
  }
  await issue(a, 3)
  questions = pack(a)
  take(b, questions)
  const { rows } = await b.call('search', { filter: { direction: 'in', kinds: ['XC'] } })
  const [found, elsewhere] = rows
  const drafted = [await answer(b, found?.id ?? ''), await refuse(b, elsewhere?.id ?? '')]
  await b.call('release', { ids: drafted })
  answers = pack(b)
})
afterEach(() => close())

async function answer(office: SlipOffice, id: string): Promise<string> {
  await office.call('pair', { id, result: 'found', personId: office.persons[0] ?? '' })
  const findings = ['identity', 'marital_status', 'hukou_address'].map((code) => ({ code, status: 'confirmed' as const, value: null }))
  return (await office.call('answer', { id, findings, method: 'file', verifiedOn: '2026-03-05' })).replyId
}

const refuse = async (office: SlipOffice, id: string): Promise<string> =>
  (await office.call('refuse', { id, result: 'not_our_area', reason: '不属本县' })).replyId

function comeBack(): void {
  const { today, now, newId } = restored.office.query()
  restored.office.write.transaction(() => {
    for (const { value } of answers.records)
      recoverRecord(restored.db, restored.partnerId, JSON.stringify(value), { today, now, newId: () => newId() })
  })
}

const standing = (office: SlipOffice): unknown[] =>
  office.db.all(
    `SELECT hex(q.record_id) AS question, q.status, q.outcome, q.answered_on, q.waits, q.owed, hex(r.record_id) AS reply, r.subject_name
     FROM slip q LEFT JOIN slip r ON r.answer_to = q.seq AND r.status <> 'ended' WHERE q.direction = 'in' ORDER BY 1`
  )

describe('recoverRecord › an own answer', () => {
  it.each([
    [
      'after its question',
      () => {
        take(restored, questions)
        comeBack()
      }
    ],
    [
      'before its question',
      () => {
        comeBack()
        take(restored, questions)
      }
    ],
    [
      'twice',
      () => {
        take(restored, questions)
        comeBack()
        comeBack()
      }
    ]
  ])('comes back %s › settles it as it was settled', (_when, happen) => {
    happen()
    expect(standing(restored)).toEqual(standing(b))
    const counts = restored.db.all("SELECT status, count(*) AS n FROM slip WHERE direction = 'in' GROUP BY status ORDER BY status")
    expect(counts).toEqual([
      { status: 'answered', n: 1 },
      { status: 'to_assign', n: 1 },
      { status: 'transferred', n: 1 }
    ])
    expect(restored.db.all("SELECT label FROM slip_event WHERE action = 'recover' ORDER BY label")).toEqual([
      { label: '找回已签发的反馈' },
      { label: '找回已签发的退回' }
    ])
  })

  it('finds that somebody began to answer again › that draft ends, and the question is not owed any more', async () => {
    take(restored, questions)
    const { rows } = await restored.call('search', { filter: { direction: 'in', kinds: ['XC'] } })
    for (const { id } of rows) await answer(restored, id)
    comeBack()
    expect(restored.db.all("SELECT status, count(*) AS n FROM slip WHERE direction = 'in' GROUP BY status ORDER BY status")).toEqual([
      { status: 'answered', n: 1 },
      { status: 'to_review', n: 1 },
      { status: 'transferred', n: 1 }
    ])
    expect(restored.db.value("SELECT count(*) FROM slip WHERE direction = 'out' AND draft IS NOT NULL AND status <> 'ended'")).toBe(1)
  })

  it('finds its question withdrawn › leaves it so', () => {
    take(restored, questions)
    restored.db.run("UPDATE slip SET status = 'withdrawn', waits = NULL, owed = 0 WHERE direction = 'in'")
    comeBack()
    expect(restored.db.value("SELECT count(*) FROM slip WHERE direction = 'in' AND status = 'withdrawn'")).toBe(3)
  })
})
