/** The list of offices and keys that the checking page carries inside it; the office that hands the page out writes it. */
import type { Day } from '../domain/calendar-day'
import { fromHex } from './hex'
import type { Judge, ProofKey, ProofStatus } from './judge'

export interface NamedOffice {
  readonly id: string
  readonly name: string
  /** All that it ever had. */
  readonly codes: readonly string[]
  readonly practice: boolean
  /** `key`: 64 hex. */
  readonly keys: readonly { readonly keyId: string; readonly key: string; readonly isLost: boolean }[]
  readonly status: {
    readonly asOf: Day
    readonly version: number
    readonly voided: readonly (readonly [id: string, on: Day])[]
    readonly vouched: readonly string[]
  } | null
}

export interface ProofNames {
  /** The office that made the list, as it signs letters. */
  readonly maker: string
  readonly madeOn: Day
  readonly practice: boolean
  readonly offices: readonly NamedOffice[]
}

/** @returns what judges by this list and asks nothing else */
export function judgeByNames({ practice, offices }: ProofNames, verify: Judge['verify'], today: Day): Judge {
  const keys = new Map(offices.flatMap((office) => office.keys.map((key): [string, ProofKey] => [key.keyId, proofKeyOf(office, key)])))
  const lists = new Map(offices.map(({ id, status }): [string, ProofStatus | null] => [id, status && statusOf(status)]))
  return { keyOf: (keyId) => keys.get(keyId) ?? null, statusOf: (id) => lists.get(id) ?? null, verify, today, practice }
}

function proofKeyOf({ id, name, codes, practice }: NamedOffice, { keyId, key, isLost }: NamedOffice['keys'][number]): ProofKey {
  return { keyId, key: fromHex(key), office: { id, name, codes }, practice, isLost }
}

const statusOf = ({ asOf, version, voided, vouched }: NonNullable<NamedOffice['status']>): ProofStatus => ({
  ...{ asOf, version },
  voided: new Map(voided),
  vouched: new Set(vouched)
})
