/** Divisions by the very name a clerk types, with or without the word for their kind: looked up, not searched, so that every search can afford it. */
import type { Day, DivisionEntry, ReferenceBook } from '@shared/domain'
import type { DivisionsNamed } from './question-words'

const KIND = /(?:街道办事处|特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|街道|地区|[省市区县旗盟镇乡])$/u
/** A name of one character is no word of an address. */
const SHORTEST = 2
/** More places of one name say nothing. */
const MOST = 12

interface Book {
  readonly day: Day
  readonly names: ReadonlyMap<string, readonly string[]>
  /** Old codes of what is wholly a place of today. */
  readonly former: ReadonlyMap<string, readonly string[]>
}
const books = new WeakMap<ReferenceBook, Book>()

/** Step by step, a county with its townships each. */
function* make(reference: ReferenceBook, day: Day): Generator<undefined, Book> {
  const [names, former] = [new Map<string, string[]>(), new Map<string, string[]>()]
  const put = (to: Map<string, string[]>, key: string, code: string): void => {
    const codes = to.get(key)
    if (codes === undefined) to.set(key, [code])
    else if (!codes.includes(code)) codes.push(code)
  }
  const add = (name: string, code: string): void => {
    for (const each of new Set([name, name.replace(KIND, '')])) if (Array.from(each).length >= SHORTEST) put(names, each, code)
  }
  function* walk(rows: readonly DivisionEntry[]): Generator<undefined, void> {
    for (const { code, name, level } of rows) {
      add(name, code)
      if (level === 'province' || level === 'prefecture' || level === 'county') yield* walk(reference.childDivisions(code))
    }
    yield undefined
  }
  yield* walk(reference.childDivisions(null))
  // An old name stands for what holds the area today, and for files that still carry the old code, as today's name does.
  for (const { old, to } of reference.conversionPlan(day)) {
    for (const place of [old, ...to]) add(old.name, place.code)
    const [only, ...others] = to
    if (only !== undefined && others.length === 0) put(former, only.code, old.code)
  }
  return { day, names, former }
}

function bookOf(reference: ReferenceBook, day: Day): Book {
  const known = books.get(reference)
  if (known?.day === day) return known
  const steps = make(reference, day)
  for (;;) {
    const { done, value } = steps.next()
    if (done !== true) continue
    books.set(reference, value)
    return value
  }
}

/** Makes the table of names ahead of the first search by a place, a step at a time; nothing where it stands already. */
export function* nameDivisions(reference: ReferenceBook, day: Day): Generator<undefined, undefined> {
  const steps = make(reference, day)
  // A search that came meanwhile has made it at once.
  while (books.get(reference)?.day !== day) {
    const { done, value } = steps.next()
    if (done === true) books.set(reference, value)
    yield undefined
  }
  return undefined
}

/**
 * @param office code of the office: the places it lies in hold nearly everybody on file, so by themselves their names narrow nothing and are
 *   left out unless `everywhere` is asked for
 * @param day whose names count as today's; former ones find what holds their area then
 * @returns codes of provinces, prefectures, counties and townships of a name; none when the name is everywhere
 */
export const divisionsNamed =
  (reference: ReferenceBook, office: string, day: Day): DivisionsNamed =>
  (text, everywhere = false) => {
    const { names, former } = bookOf(reference, day)
    const codes = names.get(text) ?? []
    if (codes.length > MOST) return []
    const narrowing = everywhere ? codes : codes.filter((code) => !office.startsWith(code.replace(/(?:00)+$/, '')))
    return [...new Set(narrowing.flatMap((code) => [code, ...(former.get(code) ?? [])]))]
  }
