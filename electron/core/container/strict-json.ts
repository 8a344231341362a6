// Strict JSON (exchange.md §2.3, J1–J4): bytes in which two readers cannot see two meanings.
import { isPlainText } from './plain-text'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [name: string]: JsonValue
}

/** `header` and `card` stand alone; `core` is the first content line; `line` any content line after it. */
export type JsonProfile = 'header' | 'card' | 'core' | 'line'

export type JsonRule = 'J1' | 'J2' | 'J3' | 'J4'

export type StrictJson =
  | {
      readonly ok: true
      readonly value: JsonObject
      /** Member of a slip's `body` that refuses this slip alone (`E_TEXT`), `''` when it has no plain name. */ readonly refused:
        string | null
    }
  | { readonly ok: false; readonly rule: JsonRule }

export const MAX_DEPTH = 8
export const MAX_NAMES = 64

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Characters that may stand nowhere (J3); lone surrogates are what `\ud800-\udfff` still matches under the `u` flag. */
const FORBIDDEN =
  // eslint-disable-next-line no-control-regex -- naming these characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{3fffe}\u{3ffff}\u{4fffe}\u{4ffff}\u{5fffe}\u{5ffff}\u{6fffe}\u{6ffff}\u{7fffe}\u{7ffff}\u{8fffe}\u{8ffff}\u{9fffe}\u{9ffff}\u{afffe}\u{affff}\u{bfffe}\u{bffff}\u{cfffe}\u{cffff}\u{dfffe}\u{dffff}\u{e0000}-\u{e007f}\u{efffe}\u{effff}\u{ffffe}\u{fffff}\u{10fffe}\u{10ffff}]/u

/** As FORBIDDEN, line feed and tab allowed. */
const FORBIDDEN_IN_LINE = new RegExp(FORBIDDEN.source.replace('\\u0000-\\u001f', '\\u0000-\\u0008\\u000b-\\u001f'), 'u')

/**
 * A cheap first look at the raw text of a value that passed the fixed point: without a match no string in it can hold a forbidden
 * character. It may match innocent text (an escaped backslash before a letter); then every string is looked at.
 */
const SUSPECT =
  /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\udffe\udfff\udb40\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]|\\[^"\\nt]/

const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
const INTEGER_NAME = /^(?:0|[1-9][0-9]*)$/
const FIELD_NAME = /^[A-Za-z0-9_]{1,32}$/

/** Names repeat in every line; those already found good are not examined again. Bounded, because names come from outside. */
const knownNames = new Set<string>()
const MAX_KNOWN_NAMES = 4096

interface Walk {
  readonly profile: JsonProfile
  /** Whether string values must be looked at (SUSPECT matched). */
  readonly thorough: boolean
  fault: JsonRule | null
  refused: string | null
}

/** Decodes (J1) and checks octets. */
export function parseStrictBytes(octets: Uint8Array, profile: JsonProfile): StrictJson {
  const text = decodeStrictUtf8(octets)
  return text === null ? { ok: false, rule: 'J1' } : parseStrictJson(text, profile)
}

/** @returns the text, a byte order mark kept as a character, or null when the octets are not UTF-8 */
export function decodeStrictUtf8(octets: Uint8Array): string | null {
  try {
    return decoder.decode(octets)
  } catch {
    return null
  }
}

/** Checks J2–J4 of decoded text and gives its value. */
export function parseStrictJson(text: string, profile: JsonProfile): StrictJson {
  if ((profile === 'header' || profile === 'card') && isTooDeep(text)) return { ok: false, rule: 'J4' }
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue // JSON.parse yields nothing but JSON values
  } catch {
    return { ok: false, rule: 'J2' }
  }
  if (!isObject(value)) return { ok: false, rule: 'J2' }
  const ordinary = isPlainText(text) && isOrdinary(value, 1)
  const thorough = !ordinary && (SUSPECT.test(text) || (profile !== 'line' && text.includes('\\')))
  const walk: Walk = { profile, thorough, fault: null, refused: null }
  if (!ordinary) walkObject(value, 1, walk, null, profile === 'line' && value['t'] === 'slip')
  if (walk.fault !== null) return { ok: false, rule: walk.fault }
  return JSON.stringify(value) === text ? { ok: true, value, refused: walk.refused } : { ok: false, rule: 'J2' }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The short way for nearly every line: known names, and values of plain text in which the long walk would find nothing either. */
function isOrdinary(value: JsonObject, depth: number): boolean {
  if (depth > MAX_DEPTH) return false
  let names = 0
  for (const name in value) {
    names += 1
    if (!knownNames.has(name)) return false
    const member = value[name]
    if (typeof member === 'string') continue
    if (typeof member === 'number') {
      if (!Number.isSafeInteger(member)) return false
    } else if (Array.isArray(member)) {
      if (depth === MAX_DEPTH || !member.every((item) => typeof item === 'string' || (isObject(item) && isOrdinary(item, depth + 2))))
        return false
    } else if (isObject(member) && !isOrdinary(member, depth + 1)) return false
  }
  return names <= MAX_NAMES
}

/** @param field null outside a slip's `body`, else the member of `body` this object is part of (`''` for `body` itself) */
function walkObject(value: JsonObject, depth: number, walk: Walk, field: string | null, isSlip: boolean): void {
  if (depth > MAX_DEPTH) return void (walk.fault = 'J4')
  const names = Object.keys(value)
  if (names.length > MAX_NAMES) return void (walk.fault = 'J4')
  for (const name of names) {
    const inner = isSlip && depth === 1 ? (name === 'body' ? '' : null) : field === '' && depth === 2 ? fieldName(name) : field
    if (!knownNames.has(name)) checkName(name, walk, field === null ? null : inner)
    const member = value[name]
    if (typeof member === 'string') {
      checkText(member, walk, inner)
      if (field !== null && name === 'name' && member.normalize('NFC') !== member) refuse(walk, inner, 'J3')
    } else walkOther(member, depth, walk, inner)
    if (walk.fault !== null) return
  }
}

function walkOther(value: JsonValue | undefined, depth: number, walk: Walk, field: string | null): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) walk.fault = 'J2'
  } else if (Array.isArray(value)) walkList(value, depth + 1, walk, field)
  else if (isObject(value)) walkObject(value, depth + 1, walk, field, false)
}

function walkList(list: readonly JsonValue[], depth: number, walk: Walk, field: string | null): void {
  if (depth > MAX_DEPTH) return void (walk.fault = 'J4')
  for (const item of list) {
    if (typeof item === 'string') checkText(item, walk, field)
    else walkOther(item, depth, walk, field)
    if (walk.fault !== null) return
  }
}

function checkName(name: string, walk: Walk, field: string | null): void {
  if (FORBIDDEN_NAMES.has(name)) walk.fault = 'J3'
  else if (INTEGER_NAME.test(name)) walk.fault = 'J2'
  else if (FORBIDDEN.test(name)) refuse(walk, field, 'J3')
  else if (knownNames.size < MAX_KNOWN_NAMES && name.length <= 64) knownNames.add(name)
}

function checkText(text: string, walk: Walk, field: string | null): void {
  if (walk.thorough && (walk.profile === 'line' ? FORBIDDEN_IN_LINE : FORBIDDEN).test(text)) refuse(walk, field, 'J3')
}

/** Inside a slip's body a bad character refuses that slip only; elsewhere the whole text. */
function refuse(walk: Walk, field: string | null, rule: JsonRule): void {
  if (field === null) walk.fault = rule
  else walk.refused ??= field
}

/** @returns the name if a receipt may carry it, else `''` */
export function fieldName(name: string): string {
  return FIELD_NAME.test(name) ? name : ''
}

/** Counts open brackets outside strings, so that a hostile header is refused before anything recurses over it. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (quoted) {
      if (unit === 0x5c) i += 1
      else if (unit === 0x22) quoted = false
    } else if (unit === 0x22) quoted = true
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1
      if (depth > MAX_DEPTH) return true
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1
  }
  return false
}
