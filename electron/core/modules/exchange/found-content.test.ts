/** An archive that knows more than the database: slips that only it has come back, and nothing of it is ever thrown away unread. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPair, type LinkedOffice, type Pair } from '../../../../test/kit/linked-offices'
import { rollBack } from '../../../../test/kit/roll-back'
import { recoverExchange } from './index'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const slips = (office: LinkedOffice, direction: 'in' | 'out'): number =>
  office.db.value<number>('SELECT count(*) FROM slip WHERE direction = ?', direction) ?? 0
const found = (office: LinkedOffice): string[] => {
  const folder = join(office.places.archive, 'found')
  return existsSync(folder) ? readdirSync(folder) : []
}
const flags = (office: LinkedOffice): unknown[] => office.db.all('SELECT code FROM link_flag')

/** Bundles of three slips that never left this PC, and a database that forgot them. */
async function sealAndForget(): Promise<void> {
  const { a, b } = pair
  a.queue(b, 1)
  await a.writeTo(pair.stick())
  const restore = rollBack(a)
  a.queue(b, 3)
  await a.writeTo(pair.stick())
  restore()
  recoverExchange(a.write, a.places)
}

describe('content of the archive without a row', () => {
  it('of a database that went back › its slips come back and travel, though no partner ever saw them', async () => {
    const { a, b } = pair
    await sealAndForget()
    expect(slips(a, 'out')).toBe(1)
    expect(found(a)).toHaveLength(2)
    const stick = pair.stick()
    await a.writeTo(stick)
    expect(slips(a, 'out')).toBe(4)
    expect(found(a)).toEqual([])
    expect(flags(a)).toEqual([{ code: 'own-restored' }])
    await b.takeFrom(stick)
    expect(slips(b, 'in')).toBe(4)
    expect(a.db.value('SELECT count(*) FROM recovered_bundle')).toBe(1)
  })

  it('is looked at when a stick is read as well', async () => {
    const { a } = pair
    await sealAndForget()
    await a.scan(pair.stick())
    expect(slips(a, 'out')).toBe(4)
  })

  it('of a sealing that was cut off › leaves no trace, because all it held still waits', async () => {
    const { a, b } = pair
    await a.writeTo(pair.stick())
    a.queue(b, 2)
    const restore = rollBack(a)
    await a.writeTo(pair.stick())
    restore()
    recoverExchange(a.write, a.places)
    expect(found(a)).toHaveLength(2)
    const stick = pair.stick()
    await a.writeTo(stick)
    expect(found(a)).toEqual([])
    expect(flags(a)).toEqual([])
    await b.takeFrom(stick)
    expect(slips(b, 'in')).toBe(2)
    expect(a.db.value('SELECT max(seq) FROM bundle')).toBe(1)
  })

  it.each([
    ['nobody vouches for', (path: string) => rmSync(path.replace(/age$/, 'own'))],
    ['somebody else vouches for', (path: string) => writeFileSync(path.replace(/age$/, 'own'), 'x'.repeat(300))],
    [
      'was vouched for with other words',
      (path: string) => {
        const own = path.replace(/age$/, 'own')
        writeFileSync(own, readFileSync(own, 'latin1').replace('"seq":2', '"seq":3'), 'latin1')
      }
    ],
    ['is damaged', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, -1))]
  ])('that %s › is kept aside for people, and nothing of it counts', async (_what, harm) => {
    const { a } = pair
    await sealAndForget()
    const [name] = found(a).filter((one) => one.endsWith('.age'))
    harm(join(a.places.archive, 'found', name ?? ''))
    await a.writeTo(pair.stick())
    expect(slips(a, 'out')).toBe(1)
    expect(flags(a)).toEqual([])
    expect(readdirSync(join(a.places.archive, 'found', 'aside'))).toContain(name)
    recoverExchange(a.write, a.places)
    expect(readdirSync(join(a.places.archive, 'found', 'aside'))).toContain(name)
  })

  it('that tells of a slip deleted since › does not bring it back', async () => {
    const { a } = pair
    await sealAndForget()
    a.write.db.run(
      "INSERT INTO gone(kind, id, at) SELECT 'slip', lower(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-' || substr(h, 13, 4) || '-' || substr(h, 17, 4) || '-' || substr(h, 21)), '2026-03-05T01:00:00.000Z' FROM (SELECT hex(record_id) AS h FROM slip_record)"
    )
    const before = a.db.value<number>('SELECT count(*) FROM gone') ?? 0
    expect(before).toBeGreaterThan(0)
    await a.writeTo(pair.stick())
    expect(slips(a, 'out')).toBe(4)
  })

  it('half-written when the power went › is removed', () => {
    const { a } = pair
    const name = `sent-${'a'.repeat(64)}`
    for (const end of ['age.part', 'own']) writeFileSync(join(a.places.archive, `${name}.${end}`), 'x')
    recoverExchange(a.write, a.places)
    expect(readdirSync(a.places.archive)).toEqual([])
  })
})
