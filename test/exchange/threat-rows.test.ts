// Every row of the threat list has its test, in the place where docs/formats/threat-rows.md says it is.
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Ids T01 … T85 of exchange.md §5. */
const ALL = [...textOf('docs/formats/exchange.md').matchAll(/^\| (T\d\d) \|/gm)].map(([, id]) => id ?? '')

/** Names of `describe`, `it` and `test`, and first strings of the rows of a table, that begin with one or more ids. */
function idsIn(path: string): Set<string> {
  const names = textOf(path).matchAll(
    /(?:describe|it|test)(?:\.\w+)?\([^'`]{0,40}['`]((?:[TC]\d+ )+)|(?:\]\)|>\(\[|\))\(\s*['`]((?:T\d\d )+)/g
  )
  return new Set(
    [...names].flatMap(([, a = '', b = '']) =>
      `${a}${b}`
        .trim()
        .split(' ')
        .filter((id) => ALL.includes(id))
    )
  )
}

const rowFiles = globSync('test/exchange/rows/*.test.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'))
const inRows = new Map(rowFiles.map((path) => [path, idsIn(path)]))
const page = [...textOf('docs/formats/threat-rows.md').matchAll(/^\| (T\d\d) +\| `([^`]+)` +\|/gm)].map(([, id = '', path = '']) => ({
  id,
  path
}))

describe('threat rows', () => {
  it('the list has the 85 rows in order', () => {
    expect(ALL).toEqual(Array.from({ length: 85 }, (_, i) => `T${String(i + 1).padStart(2, '0')}`))
  })

  it('each row › has its test in one file of the rows, or on the page', () => {
    const listed = new Set(page.map(({ id }) => id))
    const without = ALL.filter((id) => !listed.has(id) && ![...inRows.values()].some((ids) => ids.has(id)))
    expect(without).toEqual([])
    // The page names the home of a row that the format and the office each test for themselves.
    const twice = ALL.filter((id) => !listed.has(id) && [...inRows.values()].filter((ids) => ids.has(id)).length > 1)
    expect(twice).toEqual([])
  })

  it('the page › names each row once, in order, and a file whose tests name it', () => {
    const ids = page.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort())
    expect(page.filter(({ id, path }) => !idsIn(path).has(id))).toEqual([])
  })
})
