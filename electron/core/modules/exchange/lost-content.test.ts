/** An archive that lost a file: that bundle is left out and said, its slips go in another one, and everything else is written. */
import { readdirSync, renameSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPair, type LinkedOffice, type Pair } from '../../../../test/kit/linked-offices'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const archived = (office: LinkedOffice, seq: number): string =>
  join(office.places.archive, office.db.value<string>("SELECT archive FROM bundle WHERE direction = 'out' AND seq = ?", seq) ?? '')
const slipsAt = (office: LinkedOffice): number => office.db.value<number>("SELECT count(*) FROM slip WHERE direction = 'in'") ?? 0

/** Three bundles of ours that the partner was never given. */
async function threeSealed(): Promise<void> {
  const { a, b } = pair
  for (const count of [1, 2, 3]) {
    a.queue(b, count)
    await a.writeTo(pair.stick())
  }
}

describe('writeStick › a file of the archive', () => {
  it.each([
    ['is gone', (path: string) => rmSync(path)],
    ['is cut short', (path: string) => truncateSync(path, 300)],
    ['is empty', (path: string) => truncateSync(path, 0)],
    ['holds something else', (path: string) => writeFileSync(path, 'age-encryption.org/v1\n')]
  ])('%s › leaves that bundle out, says so, writes the others, and every slip arrives once', async (_what, harm) => {
    const { a, b } = pair
    await threeSealed()
    harm(archived(a, 2))
    const stick = pair.stick()
    const { partners, safeToRemove } = await a.writeTo(stick)
    expect(safeToRemove).toBe(true)
    expect(partners[0]?.leftOut).toEqual([
      { seq: 2, text: expect.stringMatching(/^第 2 包.*丢失或损坏.*2 张交流单已装进新的包/) as string }
    ])
    expect(readdirSync(a.places.spool)).toEqual([])
    await b.takeFrom(stick)
    expect(slipsAt(b)).toBe(6)
    for (let round = 0; round < 2; round++) {
      const back = pair.stick()
      await b.writeTo(back)
      await a.takeFrom(back)
      const again = pair.stick()
      expect((await a.writeTo(again)).partners[0]?.leftOut).toEqual([])
      await b.takeFrom(again)
    }
    expect(slipsAt(b)).toBe(6)
    expect(a.db.all("SELECT status, count(*) AS n FROM slip WHERE direction = 'out' GROUP BY status")).toEqual([
      { status: 'received_by_peer', n: 6 }
    ])
    expect(a.db.value("SELECT count(*) FROM bundle WHERE state = 'given-up' AND let_go_at IS NOT NULL")).toBe(1)
  })

  it('was carried before and had arrived › the slips that go again are known there, and nothing is counted twice', async () => {
    const { a, b } = pair
    a.queue(b, 4)
    const first = pair.stick()
    await a.writeTo(first)
    await b.takeFrom(first)
    rmSync(archived(a, 1))
    const second = pair.stick()
    expect((await a.writeTo(second)).partners[0]).toMatchObject({ slips: 4, leftOut: [{ seq: 1 }] })
    expect(await b.takeFrom(second)).toMatchObject([{ outcome: 'applied', fresh: 0, duplicates: 4 }, { outcome: 'status' }])
    for (let round = 0; round < 2; round++) {
      const back = pair.stick()
      await b.writeTo(back)
      await a.takeFrom(back)
      const again = pair.stick()
      await a.writeTo(again)
      await b.takeFrom(again)
    }
    expect(slipsAt(b)).toBe(4)
    expect(b.db.all('SELECT code FROM link_flag')).toEqual([])
    expect(a.db.all('SELECT code FROM link_flag')).toEqual([])
    expect(a.db.value("SELECT count(*) FROM slip WHERE status = 'received_by_peer'")).toBe(4)
  })

  it('cannot be read this time › stays to be carried, and goes with the next writing', async () => {
    const { a, b } = pair
    a.queue(b, 2)
    await a.writeTo(pair.stick())
    renameSync(a.places.archive, `${a.places.archive}-away`)
    // The system answers ELOOP, which says nothing of the file itself.
    symlinkSync(a.places.archive, a.places.archive)
    try {
      expect((await a.writeTo(pair.stick())).partners[0]).toMatchObject({ slips: 0, leftOut: [{ seq: 1 }] })
    } finally {
      unlinkSync(a.places.archive)
      renameSync(`${a.places.archive}-away`, a.places.archive)
    }
    expect(a.db.value('SELECT state FROM bundle')).toBe('carried')
  })

  it('of the partner is unreadable while he asks it back › is told to him as gone, and the stick is written', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    const stick = pair.stick()
    await a.writeTo(stick)
    await b.takeFrom(stick)
    b.write.db.run("UPDATE bundle SET archive = '' WHERE direction = 'in'")
    b.write.db.run(
      "INSERT INTO echo_out(partner_id, bundle_id, slips, asked_at, allowed) SELECT partner_id, id, 1, made_at, 'by-rule' FROM bundle WHERE direction = 'in'"
    )
    expect((await b.writeTo(pair.stick())).safeToRemove).toBe(true)
    expect(b.db.value("SELECT count(*) FROM bundle WHERE direction = 'in' AND let_go_at IS NOT NULL")).toBe(1)
  })
})
