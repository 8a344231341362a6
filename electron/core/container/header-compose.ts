// Writes a header: members in the order of the format, and a state cut to the room there is (exchange.md §2.4).
import type { SuiteName } from './suites'
import { MAX_DATA_HEADER, MAX_STATUS_HEADER, type AckEntry, type BundleHeader, type EnvelopeState } from './header'

/** The parts of a header a writer chooses; `jhb`, `minor`, `kind`, `crit` follow from the format. */
export type HeaderParts = Pick<BundleHeader, 'from' | 'to' | 'data' | 'state' | 'sealed' | 'clock' | 'app'> & {
  readonly suite: SuiteName
  readonly notice?: string
}

/** @returns the text of header.json, its state cut with `more` where it would be too long */
export function composeHeader(parts: HeaderParts): string {
  const limit = parts.data === null ? MAX_STATUS_HEADER : MAX_DATA_HEADER
  let state = capEntries(parts.state)
  for (let cut = 0; ; cut++) {
    const written = write(parts, state)
    const excess = Buffer.byteLength(written) - limit
    if (excess <= 0) return written
    const next = CUTS[cut]
    if (next === undefined) return written
    state = next(state, excess)
  }
}

function write(parts: HeaderParts, state: EnvelopeState): string {
  return JSON.stringify({
    jhb: 1,
    minor: 0,
    suite: parts.suite,
    kind: parts.data === null ? 'status' : 'data',
    crit: [],
    from: parts.from,
    to: parts.to,
    ...(parts.data ?? {}),
    state: inOrder(state),
    sealed: parts.sealed,
    clock: parts.clock,
    app: parts.app,
    ...(parts.notice === undefined ? {} : { notice: parts.notice })
  })
}

function inOrder({ no, epoch, last, head, closed, ack, want, bad, gone, more }: EnvelopeState): EnvelopeState {
  return { no, epoch, last, head, closed, ack: ack.map(ackInOrder), want, bad, gone, ...(more ? { more } : {}) }
}

function ackInOrder({ epoch, upto, head, extra, more, ck, closed }: AckEntry): AckEntry {
  return { epoch, upto, head, extra, ...(more ? { more } : {}), ck, closed }
}

/** Lists longer than a reader accepts are cut whatever the length of the whole. */
function capEntries(state: EnvelopeState): EnvelopeState {
  const more =
    state.want.length > 64 || state.bad.length > 64 || state.gone.length > 1000 || state.want.some((it) => (it.ids?.length ?? 0) > 1000)
  return {
    ...state,
    ack: state.ack.map((it) => (it.extra.length > 1000 ? { ...it, extra: it.extra.slice(0, 1000), more: true } : it)),
    want: state.want.slice(0, 64).map((it) => (it.ids && it.ids.length > 1000 ? { ...it, ids: it.ids.slice(0, 1000) } : it)),
    bad: state.bad.slice(0, 64),
    gone: state.gone.slice(0, 1000),
    ...(more || state.more ? { more: true } : {})
  }
}

type Cut = (state: EnvelopeState, excess: number) => EnvelopeState

const cutAck =
  (list: 'extra' | 'ck', marks: boolean): Cut =>
  (state, excess) => {
    let left = excess
    const ack = [...state.ack]
    for (let i = ack.length - 1; i >= 0 && left > 0; i--) {
      const entry = ack[i]
      if (entry === undefined || entry[list].length === 0) continue
      const kept = dropFromEnd(entry[list], left + (marks && !entry.more ? MORE_LENGTH : 0))
      left -= kept.saved - (marks && !entry.more ? MORE_LENGTH : 0)
      ack[i] = { ...entry, [list]: kept.list, ...(marks ? { more: true } : {}) }
    }
    return { ...state, ack }
  }

const cutState =
  (list: 'want' | 'bad' | 'gone'): Cut =>
  (state, excess) =>
    state[list].length === 0 ? state : { ...state, [list]: dropFromEnd<unknown>(state[list], excess + MORE_LENGTH).list, more: true }

const MORE_LENGTH = ',"more":true'.length

/** In this order, as the format says; the loop measures again after each. */
const CUTS: readonly Cut[] = [cutAck('extra', true), cutState('want'), cutState('bad'), cutState('gone'), cutAck('ck', false)]

function dropFromEnd<T>(list: readonly T[], excess: number): { list: readonly T[]; saved: number } {
  let saved = 0
  let end = list.length
  while (end > 0 && saved < excess) {
    end -= 1
    saved += Buffer.byteLength(JSON.stringify(list[end])) + (end > 0 ? 1 : 0)
  }
  return { list: list.slice(0, end), saved }
}
