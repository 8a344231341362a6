/** 预览 tells what a stick would bring and changes nothing; what cannot come in is said before anybody accepts it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forge, slipLine } from '../../../../test/kit/forged-bundles'
import { openPair, testRoom, type LinkedOffice, type Pair } from '../../../../test/kit/linked-offices'
import { tableHashes } from '../../../../test/kit/table-hash'
import { createExchangeHandlers } from './index'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

async function previewed(office: LinkedOffice, stick: string) {
  const scanned = await office.scan(stick)
  const spools = scanned.found.filter(({ state }) => state === 'ready').map(({ spool }) => spool)
  const before = tableHashes(office.db)
  const { bundles } = await createExchangeHandlers(testRoom).previewBundles(office.job(), { spools })
  expect(tableHashes(office.db)).toEqual(before)
  return { scanned, bundles }
}

describe('preview', () => {
  it('a bundle › counts its slips by kind, changes no table, and can be imported afterwards', async () => {
    const { a, b } = pair
    a.queue(b, 3)
    const stick = pair.stick()
    await a.writeTo(stick)
    const { scanned, bundles } = await previewed(b, stick)
    expect(bundles).toMatchObject([{ slips: 3, kinds: [{ kind: 'XC', count: 3 }], refused: 0, receipts: 0, echoes: 0, code: null }])
    expect((await b.importFound(scanned)).bundles.map(({ outcome, fresh }) => [outcome, fresh])).toEqual([
      ['applied', 3],
      ['status', 0]
    ])
    await b.writeTo(stick)
    expect((await previewed(a, stick)).bundles).toMatchObject([{ slips: 0, kinds: [], receipts: 1 }])
  })

  it('slips of another author › are said to go back', async () => {
    const { a, b } = pair
    const { file } = await forge(a, b, { lines: [slipLine(a, b), slipLine(a, b, { author: '0'.repeat(32) })] })
    const stick = pair.stick()
    writeFileSync(join(stick, 'x.jhb'), file)
    expect((await previewed(b, stick)).bundles).toMatchObject([{ slips: 2, refused: 1, code: null }])
  })

  it('content nobody can read › says why, and the others are still counted', async () => {
    const { a, b } = pair
    const bad = await forge(a, b, { lines: ['{"t":"slip"'], counts: { slip: 1 } })
    const good = await forge(a, b, { lines: [slipLine(a, b)] })
    const stick = pair.stick()
    writeFileSync(join(stick, 'bad.jhb'), bad.file)
    writeFileSync(join(stick, 'good.jhb'), good.file)
    const { bundles } = await previewed(b, stick)
    expect(bundles.map(({ code, slips }) => [code, slips]).sort((x, y) => Number(x[1]) - Number(y[1]))).toEqual([
      ['E_LINE', 0],
      [null, 1]
    ])
    expect(bundles.find(({ code }) => code !== null)?.reason).not.toBe('')
  })
})
