/** What was kept long enough goes by dated rules, in steps, and is answered as gone; what somebody is still owed stays. */
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPair, type LinkedOffice, type Pair } from '../../../../test/kit/linked-offices'
import { createExchangeUpkeep } from '../../house/exchange-upkeep'
import { silentLog } from '../../platform'
import { envelopeState } from './protocol'
import { exchangeKeepOn, keptAge, letGoOld, loadExchangeKeep } from './let-go'
import { recoverExchange } from './recover'

const rules = loadExchangeKeep(resolve(import.meta.dirname, '../../../../resources/codes/exchange-keep.json'))
const rule = exchangeKeepOn(rules, '2026-03-05')
const DAY_MS = 86_400_000

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

function letGo(office: LinkedOffice, days: number): Record<string, number> {
  if (rule === undefined) throw new RangeError('no rule')
  let went: Record<string, number> = {}
  const steps = letGoOld(office.write, office.places, { rule, now: office.clock.now() + days * DAY_MS }, (told) => (went = { ...told }))
  for (let step = steps.next(); step.done !== true; step = steps.next());
  return went
}

const archived = (office: LinkedOffice): string[] => readdirSync(office.places.archive).filter((name) => /\.(age|own|jhb)$/.test(name))

describe('letGoOld', () => {
  it('content both sides have › goes after 400 days and not before, and what was not acknowledged stays', async () => {
    const { a, b } = pair
    a.queue(b, 2)
    await pair.trip(a, b)
    await pair.trip(b, a)
    a.queue(b, 1)
    await a.writeTo(pair.stick())
    expect(letGo(a, 399)).toEqual({ archive: 0, quarantine: 0, aside: 0, waiting: 0, leftovers: 0 })
    const before = archived(a).length
    expect(letGo(a, 401)).toMatchObject({ archive: 2 })
    expect(archived(a)).toHaveLength(before - 3)
    const stick = pair.stick()
    expect((await a.writeTo(stick)).partners[0]).toMatchObject({ slips: 1, leftOut: [] })
    expect(letGo(a, 401)).toMatchObject({ archive: 0 })
  })

  it('what a partner asks back later › is answered as gone', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    await pair.trip(a, b)
    letGo(b, 401)
    const { epoch, id } = b.db.one<{ epoch: string; id: string }>("SELECT epoch, id FROM bundle WHERE direction = 'in'") ?? {
      epoch: '',
      id: ''
    }
    const partner = b.partnerOf(a)
    b.write.db.run(
      "UPDATE peer_envelope SET state = json_set(state, '$.want', json(?)) WHERE partner_id = ?",
      JSON.stringify([{ epoch, ids: [id] }]),
      partner
    )
    expect(envelopeState(b.db, partner, 'e'.repeat(32), 1).gone).toEqual([id])
  })

  it('files that never came in and leftovers of content › go with their rows', () => {
    const { a } = pair
    const old = '2025-01-01T00:00:00.000Z'
    for (const folder of ['', 'waiting']) writeFileSync(join(a.places.quarantine, folder, 'x.jhb'), 'x')
    a.write.db.run(
      "INSERT INTO quarantine(id, file_name, digest, found_at, place, code, params, stored) VALUES ('q', 'x', 'd', ?, 'U盘', 'E_CONTAINER', '{}', 'x.jhb')",
      old
    )
    a.write.db.run("INSERT INTO waiting_file VALUES ('w', 'held', 'd', 'x', 'U盘', 1, 'o', 'x.jhb', ?)", old)
    a.write.db.run(
      `INSERT INTO bundle(id, direction, partner_id, epoch, seq, state, slips, kinds, content_bytes, bytes, made_at, archive)
       SELECT 'sha256:1', 'in', id, 'e', 1, 'applied', 0, '{}', 1, 1, ?, 'received-1.jhb' FROM partner`,
      old
    )
    a.write.db.run("INSERT INTO pending_upgrade(bundle_id, name, digest, line) VALUES ('sha256:1', 'news', 'd', '{}')")
    for (const [id, part, of] of [
      ['half', 1, 2],
      ['whole', 1, 1]
    ] as const)
      a.write.db.run("INSERT INTO blob_part(id, part, of_parts, bundle_id, data) VALUES (?, ?, ?, 'sha256:1', x'00')", id, part, of)
    if (rule === undefined) throw new RangeError('no rule')
    expect(keptAge(a, rule, 'leftovers', a.clock.now())).toEqual({ kept: 2, oldest: old, due: 2, days: 400 })
    expect(keptAge(a, rule, 'quarantine', a.clock.now())).toMatchObject({ kept: 1, due: 1 })
    expect(keptAge(a, rule, 'waiting', a.clock.now())).toMatchObject({ kept: 1, due: 1 })
    expect(letGo(a, 0)).toEqual({ archive: 1, quarantine: 1, aside: 0, waiting: 1, leftovers: 2 })
    for (const folder of ['', 'waiting']) expect(existsSync(join(a.places.quarantine, folder, 'x.jhb'))).toBe(false)
    expect(a.db.all('SELECT id FROM blob_part')).toEqual([{ id: 'whole' }])
    expect(keptAge(a, rule, 'archive', a.clock.now())).toMatchObject({ kept: 0, oldest: null, due: 0 })
  })
})

describe('letGoOld › files that no row speaks of', () => {
  it('are counted from the day they were copied, and go with the quarantine', () => {
    const { a } = pair
    if (rule === undefined) throw new RangeError('no rule')
    expect(keptAge(a, rule, 'aside', a.clock.now())).toEqual({ kept: 0, oldest: null, due: 0, days: 400 })
    const now = a.clock.now()
    for (const [name, days] of [
      ['old.jhb', 401],
      ['young.jhb', 399]
    ] as const) {
      const path = join(a.places.quarantine, name)
      writeFileSync(path, 'x')
      utimesSync(path, new Date(now - days * DAY_MS), new Date(now - days * DAY_MS))
    }
    recoverExchange(a.write, a.places)
    const old = new Date(now - 405 * DAY_MS)
    const ours = join(a.places.archive, 'found', 'aside')
    mkdirSync(ours, { recursive: true })
    writeFileSync(join(ours, 'nobodys.age'), 'x')
    utimesSync(join(ours, 'nobodys.age'), old, old)
    expect(keptAge(a, rule, 'aside', now)).toEqual({ kept: 3, oldest: old.toISOString(), due: 2, days: 400 })
    expect(letGo(a, 0)).toMatchObject({ quarantine: 0, aside: 2 })
    expect(readdirSync(ours)).toEqual([])
    expect(readdirSync(join(a.places.quarantine, 'aside'))).toEqual(['young.jhb'])
  })
})

describe('createExchangeUpkeep', () => {
  it('once a day, never by a clock nobody worked under, and says what went', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    await pair.trip(a, b)
    await pair.trip(b, a)
    let begun = 0
    const work = (steps: Iterator<undefined, undefined>): void => {
      begun += 1
      for (let step = steps.next(); step.done !== true; step = steps.next());
    }
    const letGoToday = createExchangeUpkeep({ rules, idle: { begin: work }, clock: a.clock, log: silentLog })
    const office = { write: a.write, read: { db: a.db }, places: a.places } as unknown as Parameters<typeof letGoToday>[0]
    a.clock.advance(401 * DAY_MS)
    letGoToday(office)
    expect(begun).toBe(0)
    for (const days of [3, 2, 1])
      a.write.db.run(
        `INSERT INTO audit_entry(seq, at, account, method, event, outcome, detail, prev, hash)
         SELECT coalesce(max(seq), 0) + 1, ?, 'banli', 'x', 'x', 'done', '{}', 'p', ? FROM audit_entry`,
        new Date(a.clock.now() - days * DAY_MS).toISOString(),
        `h${String(days)}`
      )
    a.clock.advance(DAY_MS)
    letGoToday(office)
    letGoToday(office)
    expect(begun).toBe(1)
    expect(a.db.value('SELECT count(*) FROM bundle WHERE let_go_at IS NOT NULL')).toBeGreaterThan(0)
    expect(a.db.value("SELECT count(*) FROM audit_entry WHERE event = 'retention.purged'")).toBe(1)
  })
})

it('exchangeKeepOn › the newest rule of the day, none before the first', () => {
  const [first] = rules
  if (!first) throw new RangeError('no rule')
  const later = { ...first, valid_from: '2027-01-01', archive_days: 500 }
  expect(exchangeKeepOn([first, later], '2026-12-31')).toBe(first)
  expect(exchangeKeepOn([first, later], '2027-01-01')).toBe(later)
  expect(exchangeKeepOn([later], '2026-12-31')).toBeUndefined()
})
