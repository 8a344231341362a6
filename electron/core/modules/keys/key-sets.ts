/** Which of a PC's key sets the newest own card names, and what those given up still open. */
import { formatKeyLine, sm2Point, type KeyCard } from '../../container'
import { sm2KeyOf, softwareOpener, softwareSender, type Sm2KeyMaterial } from '../../crypto'
import type { NationalKeys, OfficeKeys } from '../../rpc'
import type { DeviceKeys, KeySet } from './key-room'

type Named = Pick<KeyCard, 'sign' | 'sm2'>

/** What the card names of one device's SM2 keys; null for none. */
const sm2SignOf = (card: Named, device: number): string | null => card.sm2?.find(({ dev }) => dev === device)?.sign ?? null
/** Deriving a point takes milliseconds, and the office asks at every call which set is in use. */
const signPoints = new WeakMap<Sm2KeyMaterial, string>()
function signPointOf(sm2: Sm2KeyMaterial | null): string | null {
  if (sm2 === null) return null
  const point = signPoints.get(sm2) ?? Buffer.from(sm2KeyOf(sm2.sign).publicKey).toString('base64')
  signPoints.set(sm2, point)
  return point
}

/** Switching the national suite on or off keeps the other keys, so both families must agree. */
const isNamedBy = (card: Named, device: number, { sign, sm2 }: KeySet): boolean =>
  card.sign.some(({ key }) => key === formatKeyLine(sign.publicKey)) && sm2SignOf(card, device) === signPointOf(sm2)

const sameNational = (one: Sm2KeyMaterial | null, other: Sm2KeyMaterial | null): boolean =>
  one === null || other === null ? one === other : isSame(one.sign, other.sign)
const sameSet = (one: KeySet, other: KeySet): boolean => isSame(one.sign.seed, other.sign.seed) && sameNational(one.sm2, other.sm2)

const identitiesOf = (sets: readonly KeySet[]): string[] => sets.flatMap(({ enc, archive }) => [enc, archive])
const secretsOf = (sets: readonly KeySet[]): Uint8Array[] => sets.flatMap(({ sm2 }) => (sm2 ? [sm2.enc, sm2.archive] : []))

/** What opened something once and stands in none of the sets. */
function formerTo(
  sets: readonly KeySet[],
  identities: readonly string[],
  secrets: readonly Uint8Array[]
): Pick<HeldSet, 'former' | 'formerSm2'> {
  const [named, present] = [new Set(identitiesOf(sets)), secretsOf(sets)]
  return {
    former: [...new Set(identities)].filter((identity) => !named.has(identity)),
    formerSm2: distinct(secrets).filter((secret) => !present.some((other) => isSame(secret, other)))
  }
}

export interface HeldSet {
  readonly keys: KeySet
  /** Everything else that still opens something. */
  readonly former: readonly string[]
  readonly formerSm2: readonly Uint8Array[]
}

/** The set a card names; without a card the one in use before anything was changed. */
export function setOnCard(held: DeviceKeys, card: Named | undefined): HeldSet {
  const { device, now, next, former, formerSm2 } = held
  const isNext = next !== null && card !== undefined && isNamedBy(card, device, next)
  const [keys, other] = isNext ? [next, now] : [now, next]
  const gone = other ? [other] : []
  return { keys, ...formerTo([keys], [...former, ...identitiesOf(gone)], [...formerSm2, ...secretsOf(gone)]) }
}

/**
 * The key file of a copy together with the later one of the office that takes it back: the copy's set stays in use until its newest own card
 * names the other; whatever ever opened a bundle still opens it.
 * @param used the set the copy's card names @param inUse the one the present card names
 * @returns null when the copy has it already
 */
export function withLaterSet(copy: DeviceKeys, used: KeySet, later: DeviceKeys, inUse: KeySet): DeviceKeys | null {
  const known = [copy.now, ...(copy.next ? [copy.next] : [])]
  const sets = [inUse, ...(later.next ? [later.next] : []), later.now]
  const next = sets.find((set) => !known.some((other) => sameSet(set, other)))
  if (!next) return null
  const all = [...sets, ...known]
  const former = formerTo(
    [used, next],
    [...copy.former, ...later.former, ...identitiesOf(all)],
    [...copy.formerSm2, ...later.formerSm2, ...secretsOf(all)]
  )
  return { device: copy.device, now: used, next, ...former }
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.from(one).equals(other)
const distinct = (secrets: readonly Uint8Array[]): Uint8Array[] =>
  secrets.filter((secret, at) => secrets.findIndex((other) => isSame(secret, other)) === at)

/** As above: one derivation for each set taken into use. */
const derived = new WeakMap<DeviceKeys, { readonly keys: KeySet; readonly sm2: NationalKeys }>()

function nationalKeysOf(held: DeviceKeys, { keys, formerSm2 }: HeldSet): NationalKeys {
  const known = derived.get(held)
  if (known?.keys === keys) return known.sm2
  const own = keys.sm2 ? [keys.sm2.enc, keys.sm2.archive] : []
  const sm2 = { sender: keys.sm2 && softwareSender(keys.sm2.sign), opener: softwareOpener([...own, ...formerSm2]) }
  derived.set(held, { keys, sm2 })
  return sm2
}

/** The newest own card says which set is in use: a change of keys is true when its card is in the database, not before. */
export function officeKeysOf(held: DeviceKeys, card: () => Named): OfficeKeys {
  const set = held.next === null ? { keys: held.now, former: held.former, formerSm2: held.formerSm2 } : setOnCard(held, card())
  const { sign, enc, archive } = set.keys
  return { device: held.device, sign, enc, archive, former: set.former, sm2: nationalKeysOf(held, set) }
}

/** Whether what this PC would sign with stands on the card, in every suite the card announces. */
export function isOnCard(card: Pick<KeyCard, 'sign' | 'sm2' | 'suites'>, { sign, sm2 }: Pick<OfficeKeys, 'sign' | 'sm2'>): boolean {
  if (!card.sign.some(({ key }) => key === formatKeyLine(sign.publicKey))) return false
  if (!card.suites.includes('G1')) return true
  const points = (card.sm2 ?? []).flatMap((entry) => (entry.sign === undefined ? [] : [sm2Point(entry.sign)]))
  return sm2.sender !== null && points.some((point) => isSame(point, sm2.sender?.publicKey ?? new Uint8Array(0)))
}
