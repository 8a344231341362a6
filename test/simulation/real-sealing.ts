/** Sends simulated contents through the real container: packed, sealed, verified and opened in memory with real keys, and compared line by line. */
import {
  bytesSource,
  composeCard,
  formatKeyLine,
  memorySink,
  openBundle,
  packContent,
  recipientsOf,
  sealBundle,
  verifyBundle,
  type KeyCard
} from '../../electron/core/container'
import { ageRecipientOf, generateAgeIdentity, generateSigningKey, type SigningKey } from '../../electron/core/crypto'
import type { DataPart } from './paper'

interface RealOffice {
  readonly card: KeyCard
  readonly sign: SigningKey
  readonly archive: string
}

async function realOffice(code: string): Promise<RealOffice> {
  const [root, sign] = [generateSigningKey(), generateSigningKey()]
  const [enc, archive] = [await generateAgeIdentity(), await generateAgeIdentity()]
  const card = composeCard(
    {
      ...{
        ver: 1,
        prev: null,
        code,
        name: '模拟单位',
        suites: ['A1'],
        revoked: [],
        roots: [],
        issued: '2026-03-05T09:00:00+08:00',
        phone: ''
      },
      sign: [{ key: formatKeyLine(sign.publicKey), dev: 1, from_ver: 1 }],
      enc: [
        { age: await ageRecipientOf(enc), dev: 1 },
        { age: await ageRecipientOf(archive), dev: 0 }
      ]
    },
    root
  )
  return { card, sign, archive }
}

/** @returns checks one content; answers with what differs, null when it came through whole */
export async function realSealing(): Promise<(data: DataPart) => Promise<string | null>> {
  const [from, to] = [await realOffice('610802-00'), await realOffice('141124-00')]
  return async ({ lines, stream }) => {
    const [core = '', ...records] = lines
    const { n, made, schema } = JSON.parse(core) as {
      n: { slip: number; receipt: number; echo: number; blob: number }
      made: string
      schema: string
    }
    const own = records.map((line) =>
      line.startsWith('{"t":"slip"') ? line.replace(/"author":"[0-9a-f]{32}"/, `"author":"${from.card.id}"`) : line
    )
    const packed = await packContent({ core: { from: from.card.id, to: to.card.id, ...stream, made, schema, n }, lines: own })
    const sink = memorySink()
    await sealBundle({
      content: packed,
      to: { code: to.card.code, id: to.card.id, card: 1 },
      state: { no: 1, epoch: stream.epoch, last: stream.seq, head: packed.id, closed: [], ack: [], want: [], bad: [], gone: [] },
      ...{ sealed: made, clock: 'ok' as const, app: 'simulation', card: from.card, signKey: from.sign, sink },
      recipients: [...recipientsOf(to.card), await ageRecipientOf(from.archive)]
    })
    const pinned = () => ({ newest: from.card, suites: ['A1'], digestOf: () => null })
    const bundle = await verifyBundle(bytesSource(sink.bytes()), { recipient: to.card.id, own: to.card.id, pinned })
    const back: string[] = []
    for await (const { items } of openBundle(bundle, { identities: [to.archive] }))
      for (const item of items) if ('text' in item) back.push(item.text)
    return back.join('\n') === own.join('\n') ? null : `${packed.id}: ${String(back.length)} of ${String(own.length)} lines came back`
  }
}
