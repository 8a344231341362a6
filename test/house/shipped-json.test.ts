/** Data that the program ships names nothing twice: JSON keeps the last of two equal keys in silence, and a list that names one thing twice shows either. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../resources')
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .sort()

type Path = string
/** Reads JSON text and tells where an object names a key twice; its own reader, because `JSON.parse` keeps the last one. */
function doubledKeys(text: string): Path[] {
  const found: Path[] = []
  let at = 0
  const space = (): void => {
    while (/\s/.test(text[at] ?? '')) at++
  }
  const string = (): string => {
    const from = at++
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    return String(JSON.parse(text.slice(from, ++at)))
  }
  const value = (path: Path): void => {
    space()
    if (text[at] === '{') members(path)
    else if (text[at] === '[') elements(path)
    else if (text[at] === '"') string()
    else while (/[^\s,\]}]/.test(text[at] ?? ' ')) at++
    space()
  }
  const members = (path: Path): void => {
    const keys = new Set<string>()
    at++
    space()
    while (text[at] !== '}') {
      const key = string()
      if (keys.has(key)) found.push(`${path}.${key}`)
      keys.add(key)
      space()
      at++
      value(`${path}.${key}`)
      if (text[at] === ',') at++
      space()
    }
    at++
  }
  const elements = (path: Path): void => {
    at++
    space()
    for (let nth = 0; text[at] !== ']'; nth++) {
      value(`${path}[${String(nth)}]`)
      if (text[at] === ',') at++
      space()
    }
    at++
  }
  value('')
  return found
}

/** What an element of a list is known by. */
const NAMES = ['id', 'key', 'code', 'name', 'label', 'record', 'file', 'kind', 'list', 'word'] as const
/** Fields of a form are of one kind as often as it likes; margins are numbers that may be alike. */
const FORM_NAMES = ['name', 'label'] as const
/** Days and places by which two elements of one name may differ. */
const RANGE = ['valid_from', 'valid_to', 'validFrom', 'validTo', 'from', 'to', 'region', 'edition', 'year', 'day', 'date'] as const

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const scalar = (value: unknown): string | null => (typeof value === 'string' || typeof value === 'number' ? String(value) : null)

/** Elements of one list that bear the same name for the same days; plain words and numbers that stand in a list twice. */
function doubledNames(value: unknown, path: Path = '', known: readonly string[] = NAMES): Path[] {
  if (isRecord(value)) return Object.entries(value).flatMap(([key, one]) => doubledNames(one, `${path}.${key}`, known))
  if (!Array.isArray(value)) return []
  const list: readonly unknown[] = value
  const seen = new Map<string, number>()
  const twice = list.flatMap((one, nth) => {
    const plain = known === NAMES ? scalar(one) : null
    const range = isRecord(one) ? RANGE.map((key) => scalar(one[key])) : []
    const names = isRecord(one) ? known.flatMap((key) => (scalar(one[key]) === null ? [] : [[key, scalar(one[key]), ...range]])) : []
    const told = (plain === null ? names : [['', plain]]).map((words) => JSON.stringify(words))
    const doubled = told.filter((words) => seen.has(words))
    for (const words of told) seen.set(words, nth)
    return doubled.map((words) => `${path}[${String(nth)}] ${words}`)
  })
  return [...twice, ...list.flatMap((one, nth) => doubledNames(one, `${path}[${String(nth)}]`, known))]
}

describe('JSON that is shipped', () => {
  it('is there to be looked at', () => expect(files.length).toBeGreaterThan(8))

  it.each(files)('%s › names no key of an object twice', (file) => expect(doubledKeys(readFileSync(join(root, file), 'utf8'))).toEqual([]))

  it.each(files.filter((file) => !file.endsWith('sample.json')))('%s › names no element of a list twice', (file) => {
    const parsed: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'))
    expect(doubledNames(parsed, '', file.startsWith('templates') ? FORM_NAMES : NAMES)).toEqual([])
  })
})

describe('the reader of this test', () => {
  it('finds a key, a name and a word that stand twice, and nothing else', () => {
    expect(doubledKeys('{"a": [1, {"b": "x\\"]}", "c": {}, "b": null}], "d": -1.5e3}')).toEqual(['.a[1].b'])
    expect(doubledKeys('{"a": {"a": 1}, "b": [], "c": [{"a": 1}, {"a": 1}]}')).toEqual([])
    expect(
      doubledNames([
        { code: '1', name: '甲' },
        { code: '1', name: '乙' }
      ])
    ).toEqual(['[1] ["code","1",null,null,null,null,null,null,null,null,null,null,null]'])
    expect(
      doubledNames([
        { code: '1', validFrom: '2009' },
        { code: '1', validFrom: '2010' }
      ])
    ).toEqual([])
    expect(doubledNames({ words: ['甲', '乙', '甲'] })).toHaveLength(1)
  })
})
