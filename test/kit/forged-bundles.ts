/** Bundles that a genuine office signed although its program would never have written them: branches, jumps, bad lines, odd states. */
import { gzipSync } from 'node:zlib'
import { memorySink, recipientsOf, sealBundle, type EnvelopeState, type G1Sealing, type KeyCard } from '../../electron/core/container'
import { ageRecipientOf, randomHex, sha256Text, type SigningKey } from '../../electron/core/crypto'
import { requestBody } from './queued-slips'
import type { ModuleOffice } from './module-office'

export interface Forgery {
  readonly epoch?: string
  readonly seq?: number
  readonly prev?: string | null
  /** Record lines; objects are written as JSON. */
  readonly lines?: readonly (string | object)[]
  readonly counts?: Readonly<Record<string, number>>
  readonly schema?: string
  readonly state?: Partial<EnvelopeState>
  readonly card?: KeyCard
  readonly sealed?: string
  readonly signKey?: SigningKey
  /** Sealed in the national suite. */
  readonly g1?: G1Sealing
  readonly core?: Readonly<Record<string, unknown>>
  /** Envelope alone. */
  readonly status?: boolean
}

export interface Forged {
  readonly file: Uint8Array
  /** Content id; empty for a status file. */
  readonly id: string
  readonly epoch: string
}

let numbers = 0

/** A slip line as `author` would write it. */
export const slipLine = (
  author: ModuleOffice,
  to: ModuleOffice,
  change: Readonly<Record<string, unknown>> = {},
  body: Readonly<Record<string, unknown>> = {}
): object => {
  numbers += 1
  const slipNo = `${author.card.code}-XC-2026-${String(900_000 + numbers)}`
  return {
    ...{ t: 'slip', id: randomHex(16), rev: 1, kind: 'request', ref: null, author: author.card.id },
    body: requestBody(slipNo, author.card.code, to.card.code, body),
    ...change
  }
}

const countOf = (lines: readonly (string | object)[], t: string): number =>
  lines.filter((line) => (typeof line === 'string' ? line.includes(`"t":"${t}"`) : 't' in line && line.t === t)).length

export async function forge(from: ModuleOffice, to: ModuleOffice, forgery: Forgery = {}): Promise<Forged> {
  const { epoch = randomHex(16), seq = 1, prev = null, lines = [], schema = 'slip/1', status = false } = forgery
  const keys = from.query().keys
  const n = { slip: countOf(lines, 'slip'), receipt: countOf(lines, 'receipt'), echo: 0, blob: countOf(lines, 'blob'), ...forgery.counts }
  const core = {
    ...{
      t: 'core',
      from: from.card.id,
      to: to.card.id,
      epoch,
      seq,
      prev,
      made: '2026-03-05T09:00:00+08:00',
      schema,
      salt: randomHex(32),
      n
    },
    ...forgery.core
  }
  const text = [core, ...lines].map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')
  const id = sha256Text(text)
  const sink = memorySink()
  const last = status ? 0 : seq
  await sealBundle({
    content: status
      ? null
      : { core: { from: from.card.id, to: to.card.id, epoch, seq, prev }, id, bytes: Buffer.byteLength(text), gzip: gzipSync(text) },
    to: { code: to.card.code, id: to.card.id, card: to.card.ver },
    state: { no: 1, epoch, last, head: last === 0 ? null : id, closed: [], ack: [], want: [], bad: [], gone: [], ...forgery.state },
    sealed: forgery.sealed ?? '2026-03-05T09:00:00+08:00',
    clock: 'ok',
    app: 'test/1',
    card: forgery.card ?? from.card,
    signKey: forgery.signKey ?? keys.sign,
    recipients: [...recipientsOf(to.card), await ageRecipientOf(keys.archive)],
    g1: forgery.g1,
    sink
  })
  return { file: sink.bytes(), id: status ? '' : id, epoch }
}
