/** Writing to sticks that fail: nothing counts as carried, nothing is lost, and the words say what to do. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLinkedOffice, openPair, testRoom, trust, type LinkedOffice, type Pair } from '../../../../test/kit/linked-offices'
import { systemStick, type StickLayer } from '../../platform'
import { createExchangeHandlers, type StickRoom } from './index'
import { judgeClock } from './own-clock'
import { supersededNames } from './stick-places'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error
const fail = (errno: string) => () => Promise.reject(Object.assign(new Error(errno), { code: errno }))
const roomOf = (layer: Partial<StickLayer>): StickRoom => ({ ...testRoom, stick: { ...testRoom.stick, ...layer } })
const state = (office: LinkedOffice) => ({
  bundles: office.db.all('SELECT state, carried_at FROM bundle ORDER BY number'),
  slips: office.db.all('SELECT status, count(*) AS n FROM slip GROUP BY status')
})

/** Fails at the n-th write of a piece. */
function failingAt(n: number, errno: string): StickRoom {
  let writes = 0
  return roomOf({
    async create(path) {
      const writer = await systemStick.create(path)
      return { ...writer, write: (piece) => (++writes === n ? fail(errno)() : writer.write(piece)) }
    }
  })
}

/** From the n-th look at it on, the folder is an ordinary one of the PC. */
function unmountedAt(n: number): StickRoom {
  let looks = 0
  return roomOf({ device: () => Promise.resolve(++looks < n ? 1 : 2) })
}

describe('writeStick', () => {
  it.each([
    ['T70 a stick that is full from the start', roomOf({ free: () => Promise.resolve(100) }), 'exchange.stick_full'],
    ['T70 a stick that fills up at the first file', failingAt(1, 'ENOSPC'), 'exchange.stick_full'],
    ['T70 a stick that fills up at the second file', failingAt(2, 'ENOSPC'), 'exchange.stick_full'],
    ['T69 a stick pulled while the last file is written', failingAt(3, 'ENODEV'), 'exchange.drive_gone'],
    ['T69 a stick that was unmounted, its empty folder left behind', unmountedAt(3), 'exchange.drive_gone'],
    ['T71 a write-protected stick', roomOf({ makeFolder: fail('EROFS') }), 'storage.read_only'],
    ['T71 a stick with a bad sector', failingAt(2, 'EIO'), 'storage.failed']
  ])('%s: says so, marks nothing as carried, and the next stick gets all', async (_what, room, expected) => {
    const { a, b } = pair
    a.queue(b, 4)
    const bad = pair.stick()
    await expect(a.writeTo(bad, {}, room)).rejects.toThrow(code(expected))
    expect(state(a)).toEqual({ bundles: [{ state: 'sealed', carried_at: null }], slips: [{ status: 'bundled', n: 4 }] })
    expect(readdirSync(bad, { recursive: true }).filter((name) => String(name).endsWith('.part'))).toEqual([])
    expect(readdirSync(a.places.spool)).toEqual([])
    const good = pair.stick()
    expect((await a.writeTo(good)).safeToRemove).toBe(true)
    expect((await b.takeFrom(good)).map(({ outcome }) => outcome)).toEqual(['applied', 'status'])
    expect(a.db.value('SELECT count(*) FROM bundle')).toBe(1)
  })

  it('T69 never says 可以拔出 of a stick that reads back something else', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    const lying = roomOf({
      async create(path) {
        const writer = await systemStick.create(path)
        return { ...writer, write: (piece) => writer.write(Buffer.from(piece).fill(0, 0, 8)) }
      }
    })
    await expect(a.writeTo(pair.stick(), {}, lying)).rejects.toThrow(code('exchange.read_back_differs'))
    const forgetful = roomOf({ rename: (from, to) => systemStick.rename(from, to).then(() => systemStick.remove(to)) })
    await expect(a.writeTo(pair.stick(), {}, forgetful)).rejects.toThrow(code('exchange.drive_gone'))
    expect(state(a).slips).toEqual([{ status: 'bundled', n: 1 }])
  })

  it('C6 removes what an earlier, interrupted writing left', async () => {
    const { a, b } = pair
    const stick = pair.stick()
    a.queue(b, 1)
    await a.writeTo(stick)
    const folder = join(stick, 'JHB', '141124-00')
    await (await systemStick.create(join(folder, '610802-00_141124-00_status_00000009.jhb.part'))).close()
    await (await systemStick.create(join(folder, 'somebody-else.jhb.part'))).close()
    await a.writeTo(stick)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual(['somebody-else.jhb.part'])
  })

  it('writes for all confirmed partners, a status file where nothing else is due, and none for others', async () => {
    const { a, b } = pair
    const c = await openLinkedOffice({ code: '150802-00', name: '测试丙区' })
    try {
      trust(a, c)
      a.queue(b, 2)
      const written = await a.writeTo(pair.stick())
      expect(written.partners.map(({ partnerName, slips, files }) => [partnerName, slips, files.length])).toEqual([
        ['测试乙县卫生健康局', 2, 3],
        ['测试丙区', 0, 2]
      ])
      const one = await a.writeTo(pair.stick(), { partnerIds: [a.partnerOf(c)] })
      expect(one.partners.map(({ partnerName }) => partnerName)).toEqual(['测试丙区'])
      await expect(a.writeTo(pair.stick(), { partnerIds: ['0190d0d0-0000-7000-8000-000000000000'] })).rejects.toThrow(
        code('partners.unknown')
      )
      await expect(c.writeTo(pair.stick())).rejects.toThrow(code('exchange.no_partner'))
    } finally {
      c.close()
    }
  })

  it('knows no stick by a name that was not given out', async () => {
    const { a } = pair
    const { writeStick, scanStick } = createExchangeHandlers(testRoom)
    for (const target of ['drive-0000000000000000', '/tmp', 'practice']) {
      await expect(writeStick(a.job(), { partnerIds: [], target })).rejects.toThrow(code('exchange.drive_gone'))
      await expect(scanStick(a.job(), { source: target })).rejects.toThrow(code('exchange.drive_gone'))
    }
  })

  it('T73 writing one stick while another is read › both are whole, and nothing is lost or twice', async () => {
    const { a, b } = pair
    const [coming, going] = [pair.stick(), pair.stick()]
    b.queue(a, 40)
    await b.writeTo(coming)
    a.queue(b, 40)
    const [written, taken] = await Promise.all([a.writeTo(going), a.takeFrom(coming)])
    expect(written.safeToRemove).toBe(true)
    expect(taken.map(({ outcome, fresh }) => `${outcome} ${String(fresh)}`)).toEqual(['applied 40', 'status 0'])
    expect((await b.takeFrom(going)).map(({ outcome, fresh }) => `${outcome} ${String(fresh)}`)).toEqual(['applied 40', 'status 0'])
    for (const office of [a, b]) expect(office.write.raw.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('T78 holds back a slip that a reader would refuse, and sends the others', async () => {
    const { a, b } = pair
    a.queue(b, 2)
    const [bad] = a.queue(b, 1, { reason_text: '看不见的\u200b字符' })
    a.queue(b, 1)
    const stick = pair.stick()
    const { partners } = await a.writeTo(stick)
    expect(partners[0]).toMatchObject({ slips: 3, heldBack: [{ slipId: bad?.slipId }] })
    expect(state(a).slips).toEqual([
      { status: 'delivered', n: 3 },
      { status: 'signed', n: 1 }
    ])
    expect(await b.takeFrom(stick)).toMatchObject([{ fresh: 3, rejected: [] }, {}])
  })

  it('does not take a withdrawal for sent that came while the bundle was being packed', async () => {
    const { a, b } = pair
    const [slip] = a.queue(b, 1)
    const job = a.job()
    let first = true
    const racing = {
      ...job,
      batch: <T>(work: Parameters<typeof job.batch<T>>[0]) => {
        const result = job.batch(work)
        // Between drawing the epoch and committing the bundle, somebody takes the slip back.
        if (first)
          a.write.transaction(() =>
            a.write.db.run('UPDATE slip_travel SET cancelled = 1 WHERE slip = (SELECT seq FROM slip WHERE id = ?)', slip?.slipId ?? '')
          )
        first = false
        return result
      }
    }
    const target = a.desk.offer(pair.stick()).ticket
    const { partners } = await createExchangeHandlers(testRoom).writeStick(racing, { partnerIds: [], target })
    expect(partners[0]?.slips).toBe(0)
    expect(a.db.value('SELECT count(*) FROM bundle')).toBe(0)
    expect(readdirSync(a.places.archive)).toEqual([])
  })
})

describe('supersededNames', () => {
  it('names only older copies of the very file, of ours, for this recipient', () => {
    const written = ['610802-00_141124-00_status_00000012.jhb', '610802-00_141124-00_0123abcd_000007_00000011.jhb']
    const names = [
      ...written,
      '610802-00_141124-00_status_00000009.jhb',
      '610802-00_141124-00_0123abcd_000007_00000008.jhb',
      '610802-00_141124-00_0123abcd_000006_00000005.jhb',
      '610802-00_141124-00_status_00000020.jhb',
      '610803-00_141124-00_status_00000001.jhb',
      '610802-00_card_0001.jhk'
    ]
    expect(supersededNames('610802-00', '141124-00', names, written)).toEqual([
      '610802-00_141124-00_status_00000009.jhb',
      '610802-00_141124-00_0123abcd_000007_00000008.jhb'
    ])
  })
})

describe('judgeClock', () => {
  const now = Date.parse('2026-03-05T09:00:00+08:00')
  it.each([
    ['a clock that runs on', now, now - 1000, null, 'ok'],
    ['a clock that was set back a year', now, Date.parse('2027-03-05T00:00:00Z'), null, 'suspect'],
    ['a clock of 1980', Date.parse('1980-01-01T00:00:00Z'), 0, null, 'suspect'],
    ['a partner that lives in the future', now, 0, '2026-03-07T09:00:00+08:00', 'suspect'],
    ['a partner a few hours ahead', now, 0, '2026-03-05T20:00:00+08:00', 'ok'],
    ['a partner heard long ago', now, 0, '2025-03-05T20:00:00+08:00', 'ok']
  ] as const)('T67 %s', (_what, at, latest, peer, expected) => {
    expect(judgeClock(at, latest, peer)).toBe(expected)
  })
})
