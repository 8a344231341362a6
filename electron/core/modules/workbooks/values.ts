/** What one cell says, in the words of the office: labels become codes, place names become division codes, names lose private-use characters. */
import { editionOn, isPlaceholderId, mapPrivateUse, normaliseDivisionCode, storedName, type Day, type ReferenceBook } from '@shared/domain'
import type { Field } from './fields'

export type Read =
  | { readonly value: string; /** The edition a code stands in, where it matters. */ readonly edition?: string; readonly warning?: string }
  | { readonly problem: 'list_unknown' | 'place_unknown' | 'place_ambiguous' | 'bad_own_id' | 'bad_count'; readonly text: string }

/** Words that townships use for a label of the list; numbers are never guessed. Source: domain.md §3.6. */
const DIALECT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sex: { 男性: '1', 女性: '2', 未知: '0', 未说明: '9' },
  marital_status: { 离异: '40', 离婚未再婚: '40', 丧偶未再婚: '30', 已婚有配偶: '20', 未说明: '90', 不详: '90' },
  education: {
    研究生: '10',
    博士: '11',
    硕士: '14',
    大学: '20',
    本科: '20',
    大学本科: '20',
    大专: '30',
    专科: '30',
    大学专科: '30',
    中专: '40',
    中职: '40',
    高中: '60',
    初中: '70',
    小学: '80'
  },
  hukou_type: { 农村: '2', 农业户口: '2', 非农: '1', 城镇: '1', 非农业户口: '1', 居民户口: '9', 家庭户: '9' },
  move_kind: { 流入人口: 'in', 流出人口: 'out', 外出: 'out', 县内: 'intra_county' },
  move_reason: { 打工: '1', 务工经商: '1', 做生意: '2', 随迁: '3', 投亲: '3', 婚迁: '4', 结婚: '4', 学习: '6', 培训: '6', 拆迁: '7' },
  id_type: { 身份证: 'resident_id', 居民身份证: 'resident_id', 无证件: 'none' },
  dwelling_kind: { 租房: '1', 租住: '1', 出租屋: '1', 宿舍: '2', 自有: '4', 自购房: '4', 亲友家: '5' }
}

interface Known {
  readonly code: string
  readonly edition: string
}

export interface ValueReader {
  /** @param written not blank, cleaned by the workbook room */
  read(field: Field, written: string): Read
}

/** How a label of an edition that is no longer in force is written out, so that it comes back as what it was. */
export const withEdition = (label: string, edition: string): string => `${label}(${edition.replace(/\s/g, '')})`

const folded = (label: string): string => label.normalize('NFKC').replace(/\s/g, '')
/** So many different place names are remembered; a county has fewer. */
const PLACES_KEPT = 20_000
/** Nearly every name: nothing in it is private, doubled or a dot. */
const PLAIN_NAME = /^[\u4e00-\u9fa5]+$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The words of a list in the order of belief: the edition of the day, then older ones, then dialects. */
function wordsOf(reference: ReferenceBook, list: string, today: Day): Map<string, Known> {
  const words = new Map<string, Known>()
  const found = reference.codeLists[list]
  if (found === undefined) return words
  const present = editionOn(found, today)
  const add = (word: string, known: Known): void => {
    if (!words.has(folded(word))) words.set(folded(word), known)
  }
  for (const { code, label } of present?.codes ?? []) for (const word of [label, code]) add(word, { code, edition: present?.edition ?? '' })
  if (list === 'ethnicity') for (const [word, known] of [...words]) if (word.endsWith('族')) add(word.slice(0, -1), known)
  for (const [word, code] of Object.entries(DIALECT[list] ?? {}))
    if (present?.codes.some((one) => one.code === code) === true) add(word, { code, edition: present.edition })
  for (const { edition, codes } of [...found.editions].reverse())
    for (const { code, label } of codes) for (const word of [label, withEdition(label, edition)]) add(word, { code, edition })
  return words
}

export function createValueReader(reference: ReferenceBook, today: Day): ValueReader {
  const lists = new Map<string, Map<string, Known>>()
  const places = new Map<string, Read>()
  const wordsIn = (list: string): Map<string, Known> => {
    const words = lists.get(list) ?? wordsOf(reference, list, today)
    lists.set(list, words)
    return words
  }

  function code(names: readonly string[], written: string): Read {
    for (const name of names) {
      const words = wordsIn(name)
      const known = words.get(written) ?? words.get(folded(written))
      if (known !== undefined) return { value: known.code, ...(name === 'education' ? { edition: known.edition } : {}) }
    }
    const label = reference.codeLists[names[0] ?? '']?.label ?? ''
    return { problem: 'list_unknown', text: `“${written}”不在${label}的选项里。` }
  }

  function placeByName(written: string): Read {
    const wanted = folded(written)
    const found = reference.searchDivisions({
      ...{ text: wanted, within: null, limit: 20, on: today },
      levels: ['prefecture', 'county', 'township', 'village']
    })
    const exact = found.filter(({ fullName }) => folded(fullName) === wanted)
    const named = exact.length > 0 ? exact : found.filter(({ name, foundBy }) => name === wanted || foundBy?.name === wanted)
    const codes = new Set(named.flatMap(({ code: own, now }) => (now.length > 0 ? now.map((one) => one.code) : [own])))
    const [only] = [...codes]
    if (codes.size === 1 && only !== undefined) return { value: only }
    if (codes.size === 0)
      return { problem: 'place_unknown', text: `没有找到“${written}”，请填写 6、9 或 12 位区划代码，或从省写起的全名。` }
    return { problem: 'place_ambiguous', text: `“${written}”有 ${String(codes.size)} 处，请填写区划代码，或从省写起的全名。` }
  }

  function place(written: string): Read {
    const known = places.get(written)
    if (known !== undefined) return known
    const short = normaliseDivisionCode(written)
    const read: Read =
      short !== null
        ? reference.division(short) === undefined
          ? { problem: 'place_unknown', text: `没有区划代码 ${written}。` }
          : { value: short }
        : placeByName(written)
    if (places.size < PLACES_KEPT) places.set(written, read)
    return read
  }

  function name(written: string): Read {
    if (PLAIN_NAME.test(written)) return { value: written }
    const { text, mapped, left } = mapPrivateUse(written)
    const value = storedName(text)
    if (left.length > 0) return { value, warning: `姓名“${value}”里有本机造的字，换一台电脑可能显示不出，请按证件核对。` }
    if (mapped.length > 0) return { value, warning: `姓名里有旧造字，已按“${value}”读取，请核对。` }
    return { value }
  }

  return {
    read({ kind, guard }, written) {
      // A masked value was given out by us and says nothing new.
      if (guard !== undefined && written.includes('*')) return { value: '' }
      if (kind.as === 'list') return code(kind.lists, written)
      if (kind.as === 'division') return place(written)
      if (kind.as === 'name') return name(written)
      if (kind.as === 'identity') return { value: isPlaceholderId(written) ? '' : written.toUpperCase() }
      if (kind.as === 'own')
        return UUID.test(written.toLowerCase())
          ? { value: written.toLowerCase() }
          : { problem: 'bad_own_id', text: `“${written}”不是内部编号。` }
      if (kind.as === 'count')
        return /^\d{1,2}$/.test(written) ? { value: written } : { problem: 'bad_count', text: `“${written}”不是 0 到 99 的整数。` }
      return { value: written }
    }
  }
}
