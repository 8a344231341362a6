// Why: the parts of a character come from three sources of different kinds; here they become one list of visible parts per character.

const STROKE = /[\u31c0-\u31ef]/u
/** Repetition codes of the decomposition data and how often the part stands there; any other `r…` stands twice. */
const REPEATED = [
  [/^r3/, 3],
  [/^r4/, 4],
  [/^r5/, 5],
  [/^r/, 2]
]
/** Mirrored or turned, so no longer the part it was made of. */
const TURNED = /^(refh|refv|refr|rot)/
/** The same character in another shape. */
const SAME = /^me/
/** A shape of the part that is a character of its own; nobody looks for it by that part. */
const RESHAPED = /^m/
/** Deeper than any character is built; stops a circle in the data. */
const DEEPEST = 12

/** @returns {Map<string, { code: string, parts: string[] }>} character or five-digit number of an unencoded part → how it is built */
function readDecomposition(source) {
  const built = new Map()
  for (const line of source.slice(source.indexOf('`') + 1, source.lastIndexOf('`')).split('\n')) {
    const [, whole, code, parts] = /^(.+?):([a-z0-9/]+)\((.*?)\)/.exec(line) ?? []
    if (whole !== undefined) built.set(whole, { code, parts: parts === '' ? [] : parts.split(',') })
  }
  return built
}

/** @returns {Map<string, string[]>} character → parts, from ideographic description sequences */
function readSequences(source) {
  const found = new Map()
  for (const line of source.split('\n')) {
    if (line.startsWith('#')) continue
    const [, status, label, , , sequence] = line.split(';')
    if (!/^(Ext|URO)/.test(status ?? '') || !/[\u2ff0-\u2fff]/u.test(sequence ?? '')) continue
    const parts = [...sequence.split(' ')[0]].filter((part) => !/[\u2ff0-\u2fff]/u.test(part))
    const character = String.fromCodePoint(Number.parseInt(label.slice(2), 16))
    if (!found.has(character)) found.set(character, parts)
  }
  return found
}

const repeats = (code) => REPEATED.find(([pattern]) => pattern.test(code))?.[1] ?? 1

/**
 * @param sources `decomp` and `ids` as read, `characters` all that exist, `forms` radical → ideograph, and lookups of Unihan
 * @returns `partsOf(character)`: the parts it is seen to consist of, in order, or none; `counts`: how many came from which source
 */
export function decompositions({ decomp, ids, characters, forms, strokesOf, radicalsOf, traditionalOf, simplifiedOf }) {
  const built = readDecomposition(decomp)
  const sequences = readSequences(ids)
  const counts = { decomposition: 0, sequence: 0, simplified: 0, none: 0 }

  /** A part that is encoded stands for itself, an unencoded one for its own parts, a bare stroke for nothing. */
  function visible(part, depth) {
    if (characters.has(part)) return [part]
    const form = forms.get(part)
    if (form !== undefined) return [form]
    if (STROKE.test(part) || depth > DEEPEST) return []
    const inner = built.get(part)
    return inner === undefined ? [] : partsOfBuilt(inner, depth + 1)
  }
  function partsOfBuilt({ code, parts }, depth) {
    if (TURNED.test(code) || (RESHAPED.test(code) && !SAME.test(code))) return []
    const each = parts.flatMap((part) => visible(part, depth))
    return Array.from({ length: repeats(code) }, () => each).flat()
  }
  const own = (character) => {
    const found = built.get(character)
    if (found === undefined) return []
    const parts = partsOfBuilt(found, 0)
    // One part and some strokes: the character is not found by what is left of it.
    return parts.length > 1 || (SAME.test(found.code) && parts[0] !== character) ? parts : []
  }
  const described = (character) => (sequences.get(character) ?? []).filter((part) => characters.has(part))

  /** A simplified character without data of its own is built like its traditional form; believed where the strokes add up. */
  function simplified(character) {
    for (const whole of traditionalOf(character)) {
      const parts = own(whole).map((part) => simplifiedOf(part).find((simple) => simple !== part) ?? part)
      const choices = parts.map((part) => [part, ...sameRadical(part, character)])
      const found = firstThatAddsUp(choices, strokesOf(character))
      if (found) return found
    }
    return []
  }
  /** The narrow form of a radical (釒 → 钅) that the simplified character uses. */
  const sameRadical = (part, character) => {
    const number = /^(\d+)'*\.-?0?$/.exec((radicalsOf(part) ?? '').split(' ')[0])?.[1]
    const [, wanted, mark] = /^(\d+)('*)\./.exec(radicalsOf(character)) ?? []
    return number === wanted && mark === "'" ? narrow.filter((form) => radicalsOf(form).startsWith(`${wanted}'.`)) : []
  }
  const narrow = [...characters].filter((character) => /^\d+'\.0(?: |$)/.test(radicalsOf(character)))
  function firstThatAddsUp(choices, strokes, chosen = []) {
    if (chosen.length === choices.length) {
      const sum = chosen.reduce((total, part) => total + strokesOf(part), 0)
      return chosen.length > 1 && sum === strokes ? chosen : null
    }
    for (const part of choices[chosen.length]) {
      const found = firstThatAddsUp(choices, strokes, [...chosen, part])
      if (found) return found
    }
    return null
  }

  const partsOf = (character) => {
    for (const [source, parts] of [
      ['decomposition', own(character)],
      ['sequence', described(character)],
      ['simplified', simplified(character)]
    ]) {
      if (parts.length === 0) continue
      counts[source] += 1
      return parts
    }
    counts.none += 1
    return []
  }
  return { partsOf, counts }
}
