/** The sheet that goes with a stick: kept when it is written, and at the other end it says what is missing, touching nothing. */
import { readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPair, testRoom, type Pair } from '../../../../test/kit/linked-offices'
import { agreementHandlers } from '../agreements'
import { compareSheet } from './index'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error
const sheets = () => agreementHandlers.carrySheets(pair.a.query(), { cursor: null, limit: 10 })
async function newest() {
  const { rows } = await sheets()
  return agreementHandlers.carrySheet(pair.a.query(), { id: rows[0]?.id ?? '' })
}
const compare = (folder: string, text: string) =>
  compareSheet(testRoom)(pair.b.job(), { source: pair.b.desk.offer(folder).ticket, code: text })
const filesOn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.jh[bk]$/.test(name))
    .map((name) => join(folder, name))

it('a written stick › has its sheet with files, slips and digest, and the other end finds all of it', async () => {
  const { a, b } = pair
  a.queue(b, 3)
  const stick = pair.stick()
  const written = await a.writeTo(stick)
  const sheet = await newest()
  expect(sheet).toMatchObject({ slips: 3, partnerCode: '141124-00', kinds: [{ kind: 'XC', count: 3 }] })
  expect(sheet.fileList.map(({ name }) => name).sort()).toEqual(written.partners[0]?.files.map(({ name }) => name).sort())
  expect(await compare(stick, sheet.code)).toMatchObject({ whole: true, missing: [], forUs: true, from: '610802-00', count: sheet.files })
  expect(b.db.value('SELECT count(*) FROM scanned_file')).toBe(0)
  await b.takeFrom(stick)
  expect((await compare(stick, sheet.code)).whole).toBe(true)
})

it('a stick › with a file gone, renamed or swapped › is not whole, and the sheet names the file', async () => {
  const { a, b } = pair
  a.queue(b, 1)
  const stick = pair.stick()
  await a.writeTo(stick)
  const sheet = await newest()
  const bundle = filesOn(stick).find((path) => path.endsWith('.jhb') && !path.includes('status')) ?? ''
  const away = bundle.replace(/(\d)\.jhb$/, '9$1.jhb')
  renameSync(bundle, away)
  expect(await compare(stick, sheet.code)).toMatchObject({ whole: false, renamed: true, missing: [] })
  rmSync(away)
  const short = await compare(stick, sheet.code)
  expect(short).toMatchObject({ whole: false, renamed: false, found: sheet.files - 1 })
  const [gone] = short.missing
  expect(sheet.fileList[(gone?.at ?? 0) - 1]?.name).toBe(bundle.split('/').at(-1))
  await expect(compare(stick, 'JHD1/nothing')).rejects.toThrow(code('agreements.sheet_unreadable'))
  expect(() => agreementHandlers.carrySheet(pair.a.query(), { id: 'x' })).toThrow(code('agreements.sheet_unknown'))
})

it('sheets › are never changed', async () => {
  pair.a.queue(pair.b, 1)
  await pair.a.writeTo(pair.stick())
  const { write } = pair.a
  expect(() => write.transaction(() => write.db.run('UPDATE carry_sheet SET slips = 0'))).toThrow(/append-only/)
  expect(() => write.transaction(() => write.db.run('DELETE FROM carry_sheet'))).toThrow(/append-only/)
})
