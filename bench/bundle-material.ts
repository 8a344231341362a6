/** Two made-up offices and as many slips between them as a measurement asks for, each line about 970 octets of Chinese text. */
import { renameSync } from 'node:fs'
import { open } from 'node:fs/promises'
import {
  handleSink,
  openFileSource,
  packContent,
  recipientsOf,
  sealBundle,
  sm2RecipientsOf,
  verifyBundle,
  type EnvelopeState,
  type G1Sealing,
  type KeyCard,
  type SuiteName
} from '../electron/core/container'
import { seededRandom } from '../test/kit/seed'
import { requestBody } from '../test/kit/queued-slips'
import { madeUpOffice, type MadeUpOffice } from '../test/exchange/made-up-offices'

export type { MadeUpOffice }

const EPOCH = 'ab'.repeat(16)
const TIME = '2026-03-05T09:00:00+08:00'
const REASON = '本人到居住地办理生育服务登记，需要户籍地协助核实身份与婚姻状况，请在规定期限内反馈。'
/** Words of addresses and names as they vary from slip to slip, so that the content packs about five to one as real slips do. */
const WORDS =
  '东西南北中新建人民解放胜利文化青山兴榆上郡凤凰安业振红旗光明和平幸福团结长春桃李杏花松柏杨柳石桥水井沟岔梁峁湾坪寺庙堡寨营屯集镇乡村组号楼单元室'

export const twoOffices = async (): Promise<{ from: MadeUpOffice; to: MadeUpOffice }> => ({
  from: await madeUpOffice('测量甲', '510104-00', ['A1', 'G1']),
  to: await madeUpOffice('测量乙', '520115-00', ['A1', 'G1'])
})

const varied = (random: () => number, length: number): string =>
  Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)] ?? '').join('')

/** Ascending ids, as a real office gives them. */
export function slipLines(count: number, from: MadeUpOffice, to: { readonly card: KeyCard }): string[] {
  const random = seededRandom(20_091_001)
  return Array.from({ length: count }, (_, at) => {
    const id = `0192f0c0${(at >>> 16).toString(16).padStart(4, '0')}70008000${(at & 0xffff).toString(16).padStart(12, '0')}`
    const slipNo = `${from.card.code}-XC-2026-${String(at + 1).padStart(6, '0')}`
    const person = { name: `测${varied(random, 2)}`, sex: '2', birth_date: '1988-01-01', hukou_code: '520115001000', no_id_reason: 'lost' }
    const body = requestBody(slipNo, from.card.code, to.card.code, { person, reason_text: REASON + varied(random, 90) })
    return JSON.stringify({ t: 'slip', id, rev: 1, kind: 'request', ref: null, author: from.card.id, body })
  })
}

/** The state of a first bundle to a peer never heard of (exchange.md §2.4). */
const firstState = (head: string): EnvelopeState => ({
  no: 1,
  epoch: EPOCH,
  last: 1,
  head,
  closed: [],
  ack: [],
  want: [],
  bad: [],
  gone: []
})

const g1Of = (from: MadeUpOffice, to: { readonly card: KeyCard }): G1Sealing => ({
  device: from.sm2.device,
  recipients: [...sm2RecipientsOf(to.card), ...from.sm2.device.publicKeys.slice(1)]
})

/** Packs, seals, flushes and renames one bundle, as the stick is written. */
export async function writeBundle(
  lines: readonly string[],
  from: MadeUpOffice,
  to: { readonly card: KeyCard },
  path: string,
  level: number,
  suite: SuiteName = 'A1'
): Promise<void> {
  const n = { slip: lines.length, receipt: 0, echo: 0, blob: 0 }
  const core = { from: from.card.id, to: to.card.id, epoch: EPOCH, seq: 1, prev: null, made: TIME, schema: 'slip/1', n }
  // The check of the records is measured by itself; here the writing alone is compared with tools that check nothing.
  const content = await packContent({ core, lines, level, suite, checkedSlips: true })
  const handle = await open(`${path}.part`, 'w')
  await sealBundle({
    content,
    to: { code: to.card.code, id: to.card.id, card: 1 },
    state: firstState(content.id),
    sealed: TIME,
    clock: 'ok',
    app: 'bench/1',
    card: from.card,
    signKey: from.sign,
    recipients: [...recipientsOf(to.card), from.archive],
    ...(suite === 'G1' ? { g1: g1Of(from, to) } : {}),
    sink: handleSink(handle)
  })
  await handle.sync()
  await handle.close()
  renameSync(`${path}.part`, path)
}

const pins = (from: MadeUpOffice, to: MadeUpOffice) => ({
  recipient: to.card.id,
  own: to.card.id,
  pinned: (id: string) => (id === from.card.id ? { newest: from.card, digestOf: () => from.card.digest, suites: from.card.suites } : null)
})

/** Opens the file, which the caller closes, and verifies it as its recipient would. */
export async function verified(from: MadeUpOffice, to: MadeUpOffice, place: { readonly bundle: string }) {
  const source = await openFileSource(place.bundle)
  return { source, bundle: await verifyBundle(source, pins(from, to)) }
}
