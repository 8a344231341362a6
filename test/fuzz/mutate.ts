// Damage of every kind to octets and to JSON, drawn from a seed, for readers that strangers write to.

/** A number from 0 (inclusive) to 1. */
export type Random = () => number

const below = (random: Random, limit: number): number => Math.floor(random() * limit)
const pick = <T>(random: Random, list: readonly T[]): T => {
  const one = list[below(random, list.length)]
  if (one === undefined) throw new RangeError('nothing to pick from')
  return one
}

type Damage = (octets: Buffer, random: Random, others: readonly Uint8Array[]) => Buffer

const WORDS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

const DAMAGES: readonly Damage[] = [
  (octets, random) => {
    const at = below(random, octets.length)
    octets[at] = (octets[at] ?? 0) ^ (1 << below(random, 8))
    return octets
  },
  (octets, random) => {
    octets[below(random, octets.length)] = below(random, 256)
    return octets
  },
  (octets, random) => octets.subarray(0, below(random, octets.length + 1)),
  (octets, random) => octets.subarray(below(random, octets.length)),
  (octets, random) => {
    const [from, length] = [below(random, octets.length), 1 + below(random, 64)]
    return Buffer.concat([octets.subarray(0, from), octets.subarray(from + length)])
  },
  (octets, random) => {
    const [from, length] = [below(random, octets.length), 1 + below(random, 64)]
    return Buffer.concat([octets.subarray(0, from + length), octets.subarray(from)])
  },
  (octets, random) => {
    const at = below(random, octets.length + 1)
    const junk = Buffer.from(Array.from({ length: 1 + below(random, 40) }, () => below(random, 256)))
    return Buffer.concat([octets.subarray(0, at), junk, octets.subarray(at)])
  },
  (octets, random) => {
    if (octets.length < 4) return octets
    octets.writeUInt32LE(pick(random, WORDS), below(random, octets.length - 3))
    return octets
  },
  (octets, random) => octets.fill(below(random, 2) * 255, below(random, octets.length)),
  (octets, random, others) => {
    const other = pick(random, others)
    return Buffer.concat([octets.subarray(0, below(random, octets.length + 1)), other.subarray(below(random, other.length))])
  },
  (octets, random, others) => {
    const other = pick(random, others)
    const [from, at, length] = [below(random, other.length), below(random, octets.length), 1 + below(random, 200)]
    other.subarray(from, from + length).forEach((octet, i) => at + i < octets.length && (octets[at + i] = octet))
    return octets
  }
]

/** One to four damages to a copy of `original`; never gives the same octets back. */
export function mutate(original: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
  for (;;) {
    let octets: Buffer = Buffer.from(original)
    for (let times = 1 + below(random, 4); times > 0 && octets.length > 0; times--) octets = pick(random, DAMAGES)(octets, random, others)
    if (!octets.equals(original)) return octets
  }
}

const NASTY: readonly string[] = [
  ...['', ' ', '\0', '\n', '\ud800', '\udc00', '\u202e', '\u200b', '\ufeff', '\u{e0041}', '\u2028', 'e\u0301', '__proto__', 'constructor'],
  ...['sha256:', `sha256:${'0'.repeat(64)}`, `sm3:${'0'.repeat(64)}`, `sha1:${'0'.repeat(40)}`, '../../x', 'x'.repeat(300), '𠮷'.repeat(70)]
]
const NUMBERS: readonly number[] = [0, -1, 1, 2, 0.5, 65, 1e21, 2 ** 31, 2 ** 53, 2 ** 53 - 1, -0, 1e308, 100_001]

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const isObject = (value: Json): value is { [name: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value)

function someValue(random: Random, depth = 0): Json {
  const kind = below(random, depth > 3 ? 4 : 7)
  if (kind === 0) return null
  if (kind === 1) return random() < 0.5
  if (kind === 2) return pick(random, NUMBERS)
  if (kind === 3) return pick(random, NASTY)
  if (kind === 4) return Array.from({ length: below(random, 4) }, () => someValue(random, depth + 1))
  if (kind === 5) return { [pick(random, NASTY)]: someValue(random, depth + 1) }
  return Array.from({ length: 65 + below(random, 1000) }, () => 1)
}

/** Every place of a value that could be something else. */
function placesOf(value: Json, places: { holder: Json[] | { [name: string]: Json }; key: string | number }[] = []): typeof places {
  if (Array.isArray(value)) {
    value.forEach((each, key) => {
      places.push({ holder: value, key })
      placesOf(each, places)
    })
  } else if (isObject(value)) {
    for (const [key, each] of Object.entries(value)) {
      places.push({ holder: value, key })
      placesOf(each, places)
    }
  }
  return places
}

const at = (holder: Json[] | { [name: string]: Json }, key: string | number): Json =>
  (Array.isArray(holder) ? holder[Number(key)] : holder[String(key)]) ?? null
function put(holder: Json[] | { [name: string]: Json }, key: string | number, value: Json): void {
  if (Array.isArray(holder)) holder[Number(key)] = value
  else Object.defineProperty(holder, String(key), { value, enumerable: true, configurable: true, writable: true })
}

/** A copy of what stands in another place: the thing itself could come to hold itself. */
function elsewhere(random: Random, places: ReturnType<typeof placesOf>): Json {
  const { holder, key } = pick(random, places)
  return structuredClone(at(holder, key))
}

/** Keeps the form of JSON and changes its meaning: values, members, types, lengths; sometimes the spelling too. */
export function mutateJson(text: string, random: Random): string {
  const value = JSON.parse(text) as Json // what the corpus holds
  for (let times = 1 + below(random, 3); times > 0; times--) {
    const places = placesOf(value)
    if (places.length === 0) break
    const { holder, key } = pick(random, places)
    const old = at(holder, key)
    const what = below(random, 7)
    if (what === 0) put(holder, key, someValue(random))
    else if (what === 1 && !Array.isArray(holder)) Reflect.deleteProperty(holder, key)
    else if (what === 2) put(holder, key, elsewhere(random, places))
    else if (what === 3 && typeof old === 'string') put(holder, key, old.slice(0, below(random, old.length + 1)) + pick(random, NASTY))
    else if (what === 4 && typeof old === 'number') put(holder, key, old + pick(random, NUMBERS))
    else if (what === 5 && Array.isArray(old))
      put(
        holder,
        key,
        Array.from({ length: below(random, 1100) }, () => old[0] ?? 1)
      )
    else if (!Array.isArray(holder)) put(holder, pick(random, NASTY), someValue(random))
  }
  return respell(JSON.stringify(value), random)
}

/** Once in eight times the same meaning in another spelling. */
function respell(text: string, random: Random): string {
  const which = below(random, 40)
  if (which === 0) return text.replace(':', ': ')
  if (which === 1) return `\ufeff${text}`
  if (which === 2) return text.replace(/"(\w)/, (_, letter: string) => `"\\u00${letter.charCodeAt(0).toString(16)}`)
  if (which === 3) return text.replace(/\d+/, (digits) => `${digits}.0`)
  if (which === 4) return `${text.slice(0, -1)},"a":${'['.repeat(20)}${']'.repeat(20)}}`
  return text
}
