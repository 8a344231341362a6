/** Divisions by the very name a clerk types, with or without the word for their kind: looked up, not searched, so that every search can afford it. */
import type { DivisionEntry, ReferenceBook } from '@shared/domain'

const KIND = /(?:街道办事处|特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|街道|地区|[省市区县旗盟镇乡])$/u
/** A name of one character is no word of an address. */
const SHORTEST = 2
/** More places of one name say nothing. */
const MOST = 12

const books = new WeakMap<ReferenceBook, ReadonlyMap<string, readonly string[]>>()

function bookOf(reference: ReferenceBook): ReadonlyMap<string, readonly string[]> {
  const known = books.get(reference)
  if (known) return known
  const names = new Map<string, string[]>()
  const add = (name: string, code: string): void => {
    if (Array.from(name).length < SHORTEST) return
    const codes = names.get(name)
    if (codes === undefined) names.set(name, [code])
    else if (!codes.includes(code)) codes.push(code)
  }
  const walk = (rows: readonly DivisionEntry[]): void => {
    for (const { code, name, level } of rows) {
      add(name, code)
      add(name.replace(KIND, ''), code)
      if (level === 'province' || level === 'prefecture' || level === 'county') walk(reference.childDivisions(code))
    }
  }
  walk(reference.childDivisions(null))
  books.set(reference, names)
  return names
}

/**
 * @param office code of the office: the places it lies in hold nearly everybody on file, so their names narrow nothing and are left out
 * @returns codes of provinces, prefectures, counties and townships of that name; none when the name is everywhere
 */
export const divisionsNamed =
  (reference: ReferenceBook, office: string) =>
  (text: string): readonly string[] => {
    const codes = bookOf(reference).get(text) ?? []
    return codes.length > MOST ? [] : codes.filter((code) => !office.startsWith(code.replace(/(?:00)+$/, '')))
  }
