// Key cards: who an office is and which keys it uses now, signed by its root (exchange.md §4.2).
import { isAgeRecipient, isSmallOrderKey, sha256Text, type SigningKey } from '../crypto'
import { BundleFault } from './faults'
import { readSm2Entries, sm2Fingerprint, sm2Point, type Sm2Entry } from './card-sm2'
import { fingerprint, formatKeyLine, parseKeyLine } from './key-line'
import { officeIdOf } from './office-identity'
import { codePoints, decodeBase64, FINGERPRINT, HEX_32, isOfficeName, OFFICE_CODE, SHA256_TEXT, TIME } from './patterns'
import { integer, list, oneOf, orNull, shape, text, textWhere, type Limits } from './shape'
import { parseStrictBytes } from './strict-json'
import { signSshsig, verifySshsig } from './sshsig'

export interface SignEntry {
  /** Key line. */
  readonly key: string
  readonly dev: number
  readonly from_ver: number
}
export interface EncEntry {
  readonly age: string
  /** 0 is the office's archive key. */
  readonly dev: number
}
export interface RevokedEntry {
  /** Fingerprint. */
  readonly key: string
  readonly since_ver: number
  readonly reason: string
}
export interface RootChange {
  readonly from: string
  readonly to: string
  readonly ver: number
  /** base64 of an armour by `from`. */
  readonly sig: string
}
export interface CardContent {
  readonly jhk: 1
  readonly id: string
  readonly ver: number
  readonly prev: string | null
  readonly code: string
  readonly name: string
  readonly root: string
  readonly suites: readonly string[]
  readonly sign: readonly SignEntry[]
  readonly enc: readonly EncEntry[]
  readonly revoked: readonly RevokedEntry[]
  readonly roots: readonly RootChange[]
  readonly issued: string
  readonly phone: string
  /** Marks a made-up office of the practice room; such cards are never pinned by a real office. */
  readonly practice?: true
  /** There exactly when `suites` names G1. */
  readonly sm2?: readonly Sm2Entry[]
}
/** A card whose own root signed it; `digest` is that of its bytes. */
export interface KeyCard extends CardContent {
  readonly bytes: Uint8Array
  readonly sig: Uint8Array
  readonly digest: string
}

const MAX_LIST = 64

const keyLine = textWhere((line) => {
  const key = parseKeyLine(line)
  return key !== null && !isSmallOrderKey(key)
})

const content = shape<Omit<CardContent, 'practice' | 'sm2'>, Pick<CardContent, 'practice'>>(
  {
    jhk: oneOf(1),
    id: text(HEX_32),
    ver: integer(1),
    prev: orNull(text(SHA256_TEXT)),
    code: text(OFFICE_CODE),
    name: textWhere(isOfficeName),
    root: keyLine,
    suites: list(
      textWhere((value) => value.length > 0),
      MAX_LIST,
      1
    ),
    sign: list(shape<SignEntry>({ key: keyLine, dev: integer(1), from_ver: integer(1) }), MAX_LIST, 1),
    enc: list(shape<EncEntry>({ age: textWhere(isAgeRecipient), dev: integer(0) }), MAX_LIST, 1),
    revoked: list(
      shape<RevokedEntry>({ key: text(FINGERPRINT), since_ver: integer(1), reason: oneOf('lost', 'rotated', 'retired') }),
      MAX_LIST
    ),
    roots: list(
      shape<RootChange>({ from: keyLine, to: keyLine, ver: integer(2), sig: textWhere((value) => decodeBase64(value) !== null) }),
      MAX_LIST
    ),
    issued: text(TIME),
    phone: textWhere((value) => codePoints(value) <= 64)
  },
  { practice: oneOf(true) },
  (it) =>
    (it.ver === 1) === (it.prev === null) &&
    it.sign.every((each) => each.from_ver <= it.ver) &&
    it.revoked.every((each) => each.since_ver <= it.ver) &&
    it.enc.filter((each) => each.dev === 0).length === 1
)

/**
 * Reads a card and checks all it says by itself: form, id, changes of root, signature by its own root. Whether that root is trusted
 * is decided by `judgeCard`.
 * @param step number of the check order to report
 * @throws BundleFault E_CARD, E_LIMIT, E_VERSION
 */
export function readCard(bytes: Uint8Array, sig: Uint8Array, step = 5): KeyCard {
  const json = parseStrictBytes(bytes, 'card')
  if (!json.ok) throw new BundleFault(json.rule === 'J4' ? 'E_LIMIT' : 'E_CARD', step, { because: json.rule })
  const version = json.value['jhk']
  if (typeof version === 'number' && version > 1) throw new BundleFault('E_VERSION', step, { params: { version } })
  const limits: Limits = { over: false }
  if (!content(json.value, limits) || limits.over) throw new BundleFault('E_CARD', step, { because: 'form' })
  const card = withSm2(json.value, step)
  if (!rootsHold(card)) throw new BundleFault('E_CARD', step, { because: 'roots' })
  if (!verifySshsig('jhb-card@v1', bytes, sig, rawKey(card.root))) throw new BundleFault('E_CARD', step, { because: 'signature' })
  return { ...card, bytes, sig, digest: sha256Text(bytes) }
}

/** Only a card that announces G1 is asked for its SM2 keys: what an A1 reader ignores may not make a card of A1 wrong. */
function withSm2({ sm2: _, ...card }: CardContent, step: number): CardContent {
  if (!card.suites.includes('G1')) return card
  const entries = readSm2Entries(_)
  if (entries === null) throw new BundleFault('E_CARD', step, { because: 'sm2' })
  return { ...card, sm2: entries }
}

/** The list of root changes is a signed chain from the root that gave the office its id to the root of this card. */
function rootsHold(card: CardContent): boolean {
  const [first] = card.roots
  if (card.id !== officeIdOf(rawKey(first?.from ?? card.root))) return false
  let root = first?.from ?? card.root
  let ver = 1
  for (const change of card.roots) {
    if (change.from !== root || change.ver <= ver || change.ver > card.ver) return false
    const sig = decodeBase64(change.sig)
    if (sig === null || !verifySshsig('jhb-card@v1', rootChangeText(card.id, change), sig, rawKey(change.from))) return false
    root = change.to
    ver = change.ver
  }
  return root === card.root
}

function rootChangeText(id: string, change: Pick<RootChange, 'to' | 'ver'>): Uint8Array {
  return Buffer.from(`jhb-root ${id} ${change.to} ${String(change.ver)}`)
}

/** The old root's word for the new one. @param id office id @param ver first card version the new root signs */
export function signRootChange(id: string, from: SigningKey, to: Uint8Array, ver: number): RootChange {
  const change = { from: formatKeyLine(from.publicKey), to: formatKeyLine(to), ver }
  const sig = signSshsig('jhb-card@v1', rootChangeText(id, change), from)
  return { ...change, sig: Buffer.from(sig).toString('base64') }
}

/** What a card writer chooses; `root`, and `id` of a first card, follow from the root key. */
export type CardParts = Omit<CardContent, 'jhk' | 'root' | 'id'> & { readonly id?: string }

/** Writes and signs a card, and reads it back by the reader's rules. @throws BundleFault E_CARD when a part breaks a rule */
export function composeCard(parts: CardParts, root: SigningKey): KeyCard {
  const { ver, prev, code, name, suites, sign, enc, revoked, roots, issued, phone, practice, sm2 } = parts
  const id = parts.id ?? officeIdOf(root.publicKey)
  const written: CardContent = {
    ...{ jhk: 1, id, ver, prev, code, name, root: formatKeyLine(root.publicKey), suites, sign, enc, revoked, roots, issued, phone },
    ...(sm2 ? { sm2 } : {}),
    ...(practice ? { practice } : {})
  }
  const bytes = Buffer.from(JSON.stringify(written))
  return readCard(bytes, signSshsig('jhb-card@v1', bytes, root))
}

/** The raw key of a key line already found good. */
export function rawKey(line: string): Uint8Array {
  const key = parseKeyLine(line)
  if (key === null) throw new TypeError('not a key line')
  return key
}

/** Whose signature `from.key` of a header means, by this card. */
export type Signer =
  | { readonly kind: 'current'; readonly entry: SignEntry | Sm2Entry; readonly publicKey: Uint8Array }
  | { readonly kind: 'revoked'; readonly entry: RevokedEntry }

/** @param key fingerprint @returns null when the card names no such key */
export function signerByCard(card: CardContent, key: string): Signer | null {
  for (const entry of card.sign) {
    const publicKey = rawKey(entry.key)
    if (fingerprint(publicKey) === key) return { kind: 'current', entry, publicKey }
  }
  for (const entry of card.sm2 ?? []) {
    if (entry.sign === undefined || sm2Fingerprint(sm2Point(entry.sign)) !== key) continue
    return { kind: 'current', entry, publicKey: sm2Point(entry.sign) }
  }
  const entry = card.revoked.find((each) => each.key === key)
  return entry === undefined ? null : { kind: 'revoked', entry }
}

/** Points of everything sealed in suite G1 for this office; none for a card that does not announce it. */
export const sm2RecipientsOf = (card: CardContent): readonly Uint8Array[] => (card.sm2 ?? []).map((each) => sm2Point(each.enc))

/** age recipients of everything sealed for this office. */
export const recipientsOf = (card: CardContent): readonly string[] => card.enc.map((each) => each.age)
