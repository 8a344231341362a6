/** The list of what was handed over: one digest for one list, read back from what a scanner types, and every missing file named. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareWithSheet, manifestText, MOST_LISTED, readSheetCode, sheetCodeText, type HandedFile } from './carry-sheet'

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
const file = fc.record({ name: fc.stringMatching(/^[a-z0-9_-]{1,20}\.jhb$/), size: fc.nat(1e9), sha256: fc.string().map(sha) })
const files = fc.uniqueArray(file, { minLength: 1, maxLength: MOST_LISTED + 4, selector: ({ name }) => name })
const ends = { from: '610802-00', to: '141124-00', writtenOn: '2026-03-05' }
const codeOf = (list: readonly HandedFile[]) => readSheetCode(sheetCodeText({ ...ends, digest: sha(manifestText(list)) }, list))

it('manifest › does not depend on the order of files', () =>
  fc.assert(
    fc.property(files, (list) => {
      expect(manifestText([...list].reverse())).toBe(manifestText(list))
    })
  ))

it('manifest › is written as the format page says', () =>
  expect(
    manifestText([
      { name: 'b', size: 2, sha256: 'ff' },
      { size: 1, sha256: '00', name: 'a' }
    ])
  ).toBe('[{"name":"a","sha256":"00","size":1},{"name":"b","sha256":"ff","size":2}]'))

it('code › is read back as it was written, in full width and small letters too', () =>
  fc.assert(
    fc.property(files, (list) => {
      const text = sheetCodeText({ ...ends, digest: sha(manifestText(list)) }, list)
      expect(text).toMatch(/^[0-9A-Z/.-]+$/)
      const read = readSheetCode(text)
      expect(read).toMatchObject({ ...ends, count: list.length, digest: sha(manifestText(list)) })
      expect(readSheetCode(` ${text.toLowerCase().replaceAll('/', '／')}\n`)).toEqual(read)
    })
  ))

it('comparison › of all files is whole; without one it names it; under another name it says so', () =>
  fc.assert(
    fc.property(files, fc.nat(), file, (list, pick, stranger) => {
      const code = codeOf(list)
      if (code === null) throw new RangeError('no code')
      expect(compareWithSheet(code, list, sha).whole).toBe(true)
      const at = pick % list.length
      const short = compareWithSheet(
        code,
        list.filter((_, index) => index !== at),
        sha
      )
      expect(short).toMatchObject({ whole: false, found: list.length - 1 })
      if (list.length > MOST_LISTED) return
      expect(short.missing).toHaveLength(1)
      const more = list.some(({ name, sha256 }) => name === stranger.name || sha256 === stranger.sha256) ? list : [...list, stranger]
      expect(compareWithSheet(code, more, sha).whole).toBe(true)
      const renamed = list.map((one, index) => (index === at ? { ...one, name: `x${one.name}` } : one))
      expect(compareWithSheet(code, renamed, sha)).toMatchObject({ whole: false, renamed: true, missing: [] })
    })
  ))

it('code › anything else that is typed or scanned › is no sheet', () => {
  const good = sheetCodeText({ ...ends, digest: 'a'.repeat(64) }, [{ name: 'a', size: 1, sha256: 'b'.repeat(64) }])
  expect(readSheetCode(good)).not.toBeNull()
  for (const bad of [
    '',
    'JHD1',
    good.replace('JHD1', 'JHD2'),
    good.replace('610802-00', '0-0'),
    `${good}/zz`,
    good.slice(0, -14),
    good.replace('/1/', '/2/')
  ])
    expect(readSheetCode(bad), bad).toBeNull()
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readSheetCode(text)).toBeNull()
    })
  )
})
