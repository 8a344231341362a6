/** What was found out about a file is known as long as the file stays the same, and only then. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { knownOfFile, markOf, openWorkbook } from '.'

const dir = mkdtempSync(join(tmpdir(), 'known-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const path = join(dir, 'list.csv')

describe('knownOfFile', () => {
  it('a finding › is asked for once while the file stays the same', async () => {
    writeFileSync(path, 'a,b\n')
    let asked = 0
    const find = async () => await knownOfFile(await markOf(path), 'test', () => Promise.resolve((asked += 1)))
    expect([await find(), await find()]).toEqual([1, 1])
    writeFileSync(path, 'a,c\n')
    utimesSync(path, 1, 1)
    expect(await find()).toBe(2)
  })

  it('octets in memory › are never known', async () => {
    expect(await markOf(Buffer.from('a'))).toBeNull()
    let asked = 0
    const find = () => knownOfFile(null, 'test', () => Promise.resolve((asked += 1)))
    expect([await find(), await find()]).toEqual([1, 2])
  })

  it('a finding that failed › is found out again, also by whoever waited for it', async () => {
    const mark = 'a file'
    const failing = knownOfFile(mark, 'fails', () => Promise.reject(new RangeError('stopped')))
    const waiting = knownOfFile(mark, 'fails', () => Promise.resolve('found'))
    await expect(failing).rejects.toThrow('stopped')
    expect(await waiting).toBe('found')
  })

  it('a list that was mended under its name › is read anew, encoding and lines included', async () => {
    writeFileSync(path, Buffer.from('\ufeff姓名\n甲\n'))
    const first = await openWorkbook(path)
    expect([first.csv?.encoding, (await first.facts('CSV')).rowElements]).toEqual(['utf-8', 2])
    await first.close()
    writeFileSync(path, Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x0a, 0xbc, 0xd7, 0x0a, 0xd2, 0xd2, 0x0a]))
    const second = await openWorkbook(path)
    expect([second.csv?.encoding, (await second.facts('CSV')).rowElements]).toEqual(['gb18030', 3])
    await second.close()
  })
})
