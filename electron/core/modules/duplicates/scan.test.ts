/** Why: who is on file twice must be found whatever the slip of the pen, and a decision must not be asked for again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { duplicates } from '@shared/contract/duplicates'
import { actorNamed, type ModuleOffice } from '../../../../test/kit/module-office'
import { seedOf } from '../../../../test/kit/seed'
import { judge, scannedRegister, type SeededTwins } from '../../../../test/kit/twin-register'
import { duplicateHandlers } from '.'

const PEOPLE = Number(process.env['TWIN_PEOPLE'] ?? 8000)
const PER_KIND = Number(process.env['TWINS_PER_KIND'] ?? 40)

let office: ModuleOffice
let twins: SeededTwins
beforeAll(async () => {
  const seed = seedOf('TWIN_SEED')
  const scanned = await scannedRegister(PEOPLE, PER_KIND, seed)
  office = scanned.office
  twins = scanned.twins
  const { recall, precision, byKind, byReason } = judge(office.db, twins)
  const lines = [...byKind].map(([kind, [found, seeded]]) => `${kind}: ${String(found)}/${String(seeded)}`)
  const reasons = [...byReason].map(([reason, [meant, found]]) => `${reason}: ${String(meant)} meant of ${String(found)}`)
  process.stdout.write(
    `duplicates among ${String(twins.files)} files, seed ${String(seed)}, ${scanned.ms.toFixed(0)} ms: recall ${recall.toFixed(4)}, precision ${precision.toFixed(3)}\n  ${[...lines, ...reasons].join('\n  ')}\n`
  )
}, 900_000)
afterAll(() => office.close())

const list = (input: Parameters<typeof duplicates.list.input.parse>[0] = {}) =>
  duplicates.list.output.parse(duplicateHandlers.list(office.query(), duplicates.list.input.parse(input)))

describe('scan', () => {
  it('scan › finds at least 98 of 100 seeded duplicates, and every kind of slip', () => {
    const { recall, byKind } = judge(office.db, twins)
    expect(recall).toBeGreaterThanOrEqual(0.98)
    for (const [kind, [found, seeded]] of byKind) expect(found / seeded, kind).toBeGreaterThanOrEqual(0.9)
  })

  it('scan › does not drown the clerk › most of what it lists was meant', () => {
    expect(judge(office.db, twins).precision).toBeGreaterThan(0.5)
  })

  it('list › pages by score without a gap or a repeat', () => {
    const seen: string[] = []
    let cursor: string | null = null
    let last = 101
    do {
      const page: ReturnType<typeof list> = list({ cursor, limit: 50 })
      for (const { a, b, score } of page.rows) {
        seen.push(`${a.id} ${b.id}`)
        expect(score).toBeLessThanOrEqual(last)
        last = score
      }
      cursor = page.next
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(duplicates.status.output.parse(duplicateHandlers.status(office.query(), {})).open)
  })

  it('dismiss › is remembered by the next scan, until a compared fact changes', async () => {
    const [first, second] = list({ limit: 2 }).rows
    for (const { a, b } of [first!, second!]) await office.command(duplicateHandlers.dismiss, { a: a.id, b: b.id, why: '当面核对' })
    const open = (): string[] => list({ limit: 200 }).rows.map(({ a, b }) => `${a.id} ${b.id}`)
    expect(open()).not.toContain(`${first!.a.id} ${first!.b.id}`)
    office.write.transaction(() => office.write.db.run("UPDATE person SET phone = '13999999999' WHERE id = ?", second!.a.id))
    const { fresh } = await duplicateHandlers.scan(office.job(), {})
    expect(fresh).toBe(0)
    expect(open()).not.toContain(`${first!.a.id} ${first!.b.id}`)
    expect(open()).toContain(`${second!.a.id} ${second!.b.id}`)
    expect(list({ state: 'not_duplicate' }).rows[0]).toMatchObject({ why: '当面核对', decidedBy: 'banli' })
    await expect(
      office.command(duplicateHandlers.dismiss, { a: first!.a.id, b: first!.b.id, why: null }, actorNamed('lisi'))
    ).rejects.toThrow('duplicates.decided')
    await office.command(duplicateHandlers.reopen, { a: first!.a.id, b: first!.b.id })
    expect(open()).toContain(`${first!.a.id} ${first!.b.id}`)
  }, 300_000)

  it('scan › stopped on the way › goes on where it was and finds the same', async () => {
    const before = list({ limit: 200 }).rows.length
    const stop = new AbortController()
    const context = office.job(stop.signal)
    let rounds = 0
    const progress = (step: string): void => {
      if (step === 'compare' && ++rounds > 4) stop.abort()
    }
    await expect(duplicateHandlers.scan({ ...context, progress }, {})).rejects.toThrow()
    expect(duplicateHandlers.status(office.query(), {})).toMatchObject({ state: 'unfinished' })
    expect(office.db.value('SELECT next_round FROM duplicate_scan ORDER BY seq DESC')).toBe(1)
    await duplicateHandlers.scan(office.job(), {})
    expect(duplicateHandlers.status(office.query(), {})).toMatchObject({ state: 'done', files: twins.files })
    expect(list({ limit: 200 }).rows).toHaveLength(before)
  }, 300_000)

  it('scan › by an account of a part of the county › is refused', async () => {
    const context = office.job()
    const scoped = { ...context, actor: actorNamed('xiang', ['window'], '610802001') }
    const refusal = await duplicateHandlers.scan(scoped, {}).then(
      () => null,
      (error: unknown) => error
    )
    expect(refusal).toBeInstanceOf(AppError)
    expect((refusal as AppError).code).toBe('duplicates.whole_county_only')
  })
})
