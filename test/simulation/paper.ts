/** Files as the simulation carries them: a made-up signature in place of the real one, content by its digest, and what may befall a file on its way. */
import type { EnvelopeState, KeyCard, StreamPosition } from '../../electron/core/container'
import { sha256Text } from '../../electron/core/crypto'

export interface DataPart {
  readonly id: string
  readonly stream: StreamPosition
  /** Content lines, the core first. */
  readonly lines: readonly string[]
}

/** What an office signed of a data bundle: enough to prove an echo. */
export interface SignedHeader {
  readonly text: string
  readonly sig: string
}

export interface SimFile {
  readonly from: number
  readonly to: number
  readonly state: EnvelopeState
  readonly sealed: string
  readonly data: (DataPart & { readonly signed: SignedHeader }) | null
  /** The sender's newest card as his database has it, and the fingerprint of the key that signed. */
  readonly card: KeyCard
  readonly signedBy: string
  /** Version of the reader's card that the sender knows. */
  readonly toCard: number
  /** Cards of the sender on the same stick. */
  readonly beside: readonly KeyCard[]
  /** Whatever happened to it on its way: it does not verify. */
  readonly harmed: boolean
  /** Written with a stolen key. Only who judges the course may look at this. */
  readonly stolen?: boolean
}

export const contentId = (lines: readonly string[]): string => sha256Text(`${lines.join('\n')}\n`)

const tag = (office: number, text: string): string => sha256Text(`sealed by ${String(office)}: ${text}`)

export function signHeader(from: number, to: number, { id, stream }: Omit<DataPart, 'lines'>, key: string): SignedHeader {
  const text = JSON.stringify({ from, to, id, stream, key })
  return { text, sig: tag(from, text) }
}

/** @returns null when `office` did not sign exactly this */
export function readSigned(
  office: number,
  { text, sig }: SignedHeader
): { readonly to: number; readonly id: string; readonly stream: StreamPosition; readonly key: string } | null {
  if (tag(office, text) !== sig) return null
  return JSON.parse(text) as { to: number; id: string; stream: StreamPosition; key: string }
}

export const echoLine = (id: string, { text, sig }: SignedHeader, lines: number): string =>
  JSON.stringify({ t: 'echo', bundle: id, header: Buffer.from(text).toString('base64'), sig: Buffer.from(sig).toString('base64'), lines })

/** Small enough that long lists are cut in data files and whole only in the status file, as the format has it. */
const DATA_STATE_CHARS = 3_000

export function cutForData(state: EnvelopeState): EnvelopeState {
  if (JSON.stringify(state).length <= DATA_STATE_CHARS) return state
  return {
    ...state,
    ack: state.ack.map((entry) => ({ ...entry, extra: entry.extra.slice(0, 2), more: true })),
    want: state.want.slice(0, 1),
    bad: state.bad.slice(0, 1),
    gone: state.gone.slice(0, 1),
    more: true
  }
}
