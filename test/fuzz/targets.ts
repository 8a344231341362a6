// The readers that meet a stranger's octets, each with good examples to start from and a rule for what it accepts.
import { gzipSync } from 'node:zlib'
import { readDer } from '../../electron/core/crypto/der'
import {
  bytesSource,
  inflateBundle,
  inspectBundle,
  keyQrText,
  openBundle,
  parseKeyQrText,
  readCard,
  readCardFile,
  signSshsig,
  writeCardFile
} from '../../electron/core/container'
import { ContentCheck } from '../../electron/core/container/content-check'
import { parseHeader } from '../../electron/core/container/header'
import { LineSplitter } from '../../electron/core/container/line-splitter'
import { withPayload, membersOf } from '../exchange/forge'
import { contentText, coreOf, madeUpPair, pack, packRaw, seal, sealG1, slipLine, slipLines, verify } from '../exchange/made-up-offices'
import { mutate, mutateJson, type Random } from './mutate'

/**
 * `tryOne` damages an example and reads it. It resolves for what was refused by a BundleFault or accepted rightly, and rejects with
 * anything else; what an input was can be told again from the seed.
 */
export interface FuzzTarget {
  readonly name: string
  /** Inputs in `npm test`. */
  readonly count: number
  tryOne(random: Random): void | Promise<void>
}

/** Readers of other rooms add themselves here. */
export type TargetMaker = () => Promise<readonly FuzzTarget[]>

const some = <T>(list: readonly T[], random: Random): T => {
  const one = list[Math.floor(random() * list.length)]
  if (one === undefined) throw new RangeError('empty corpus')
  return one
}
export function must(holds: boolean, what: string): void {
  if (!holds) throw new TypeError(`accepted wrongly: ${what}`)
}

export const exchangeTargets: TargetMaker = async () => {
  const pair = await madeUpPair(['A1', 'G1'])
  const lines = slipLines(pair.from.card.id, 2)
  const [a1, g1] = [await seal(pair, await pack(pair, lines)), await sealG1(pair, await pack(pair, lines, {}, 'G1'))]
  const bundles = [a1, g1, await seal(pair, null), await sealG1(pair, null)]
  const cards = [writeCardFile(pair.from.card), writeCardFile(pair.to.card)]
  const isOneOf = (list: readonly Uint8Array[], octets: Uint8Array): boolean => list.some((each) => Buffer.from(each).equals(octets))
  const memberOf = (file: Uint8Array, index: number): Buffer => Buffer.from(membersOf(file)[index]?.[1] ?? '')

  const headers = bundles.map((file) => ({ text: memberOf(file, 1).toString(), hasPayload: membersOf(file).length === 6 }))
  const cardText = Buffer.from(pair.from.card.bytes).toString()
  const records = recordCorpus(pair.from.card.id)
  const core = coreOf(pair, lines)
  const content = Buffer.from(contentText(core, lines))
  const qr = keyQrText(pair.from.card.id, pair.from.root.publicKey)
  const ders = [memberOf(g1, 2), ...[0, 1].map((i) => Buffer.from(wrapOf(g1)[i] ?? '', 'base64'))]

  return [
    {
      name: 'bundle file',
      count: 70_000,
      async tryOne(random) {
        const file = mutate(some(bundles, random), random, bundles)
        await verify(pair, file)
        must(isOneOf(bundles, file), 'a bundle nobody sealed')
      }
    },
    {
      name: 'card file',
      count: 30_000,
      async tryOne(random) {
        const file = mutate(some(cards, random), random, [...cards, a1])
        await readCardFile(file)
        must(isOneOf(cards, file), 'a card nobody signed')
      }
    },
    {
      name: 'header, well formed and signed over whatever it says',
      count: 50_000,
      tryOne(random) {
        const { text, hasPayload } = some(headers, random)
        const changed =
          random() < 0.8 ? Buffer.from(mutateJson(text, random)) : Buffer.from(mutate(Buffer.from(text), random, [Buffer.from(text)]))
        const header = parseHeader(changed, hasPayload, changed.includes('"suite":"G1"') ? 'sm2' : 'ssh')
        must(JSON.stringify(JSON.parse(changed.toString())) === changed.toString(), 'two spellings of a header')
        must(header.from.id !== header.to.id && Object.getPrototypeOf(header) === Object.prototype, 'header')
      }
    },
    {
      name: 'card, signed by its root over whatever it says',
      count: 12_000,
      tryOne(random) {
        const changed = Buffer.from(mutateJson(cardText, random))
        const read = readCard(changed, signSshsig('jhb-card@v1', changed, pair.from.root))
        must(read.id === pair.from.card.id && read.enc.filter(({ dev }) => dev === 0).length === 1, 'card')
      }
    },
    {
      name: 'content lines',
      count: 60_000,
      tryOne(random) {
        const check = new ContentCheck({ sender: pair.from.card.id, verifyEcho: () => false })
        const text = some(records, random)
        const changed = random() < 0.7 ? mutateJson(text, random) : Buffer.from(mutate(Buffer.from(text), random, [content])).toString()
        for (const item of check.line(changed)) must(!('text' in item) || item.text === changed, 'a line that is another')
        check.end({ slip: 1, receipt: 0, echo: 0, blob: 0 })
      }
    },
    {
      name: 'lines out of octets',
      count: 20_000,
      tryOne(random) {
        const changed = mutate(content, random, [content])
        const splitter = new LineSplitter()
        const cut = Math.floor(random() * changed.length)
        const texts = [changed.subarray(0, cut), changed.subarray(cut)].flatMap((piece) =>
          [...splitter.split(piece)].map(({ text }) => text)
        )
        splitter.end()
        must(Buffer.from(texts.map((text) => `${text}\n`).join('')).equals(changed), 'lines')
      }
    },
    {
      name: 'QR text',
      count: 20_000,
      tryOne(random) {
        const scanned = Buffer.from(mutate(Buffer.from(qr), random, [Buffer.from(qr)])).toString('latin1')
        const read = parseKeyQrText(scanned)
        must(read === null || /^[0-9a-f]{32}$/.test(read.officeId), 'QR')
      }
    },
    {
      name: 'DER of signatures and wraps',
      count: 20_000,
      tryOne(random) {
        const der = mutate(some(ders, random), random, ders)
        readDer(der, ['integer', 'integer'])
        const [x] = readDer(der, ['integer', 'integer', 'octets', 'octets']) ?? []
        must(x === undefined || (x.kind === 'integer' && x.value >= 0n), 'DER')
      }
    },
    {
      name: 'encrypted payload, its digest in a signed header',
      count: 300,
      async tryOne(random) {
        const file = some([a1, g1], random)
        const forged = withPayload(pair, file, mutate(memberOf(file, 5), random, [memberOf(a1, 5), memberOf(g1, 5)]))
        for await (const chunk of inflateBundle(await verify(pair, forged), pair.to.identities, keys())) must(chunk.length > 0, 'chunk')
        must(file === a1 && forged.length > 0, 'a changed payload')
      }
    },
    {
      name: 'gzip and content in a good envelope',
      count: 500,
      async tryOne(random) {
        const gzip = gzipSync(content)
        const isText = random() < 0.5
        const octets = isText ? mutate(content, random, [content]) : content
        const packed = packRaw(core, octets, isText ? gzipSync(octets) : Buffer.from(mutate(gzip, random, [gzip])))
        const sealed = await seal(pair, packed)
        for await (const batch of openBundle(await verify(pair, sealed), keys()))
          must(batch.core !== null || batch.items.length > 0, 'batch')
      }
    },
    {
      name: 'envelope shown before anybody vouches for it',
      count: 5_000,
      async tryOne(random) {
        const { header } = await inspectBundle(bytesSource(mutate(some(bundles, random), random, bundles)))
        must(header.from.id !== header.to.id, 'envelope')
      }
    }
  ]

  function keys(): { identities: readonly string[]; sm2: typeof pair.to.sm2.device } {
    return { identities: pair.to.identities, sm2: pair.to.sm2.device }
  }
}

const wrapOf = (file: Uint8Array): string[] =>
  (JSON.parse(Buffer.from(membersOf(file)[1]?.[1] ?? '').toString()) as { payload: { wrap: [string, string][] } }).payload.wrap.map(
    ([, text]) => text
  )

/** One good line of every kind. */
function recordCorpus(author: string): readonly string[] {
  const digest = `sha256:${'1'.repeat(64)}`
  return [
    slipLine(author, 1, { name: '王小燕', attachments: [{ blob: 'b'.repeat(32), bytes: 3, digest }] }),
    slipLine(author, 2, { spouse: { name: '李' }, list: [['一', 2, null]] }),
    JSON.stringify({
      t: 'receipt',
      bundle: digest,
      result: 'partial',
      n: 3,
      dup: 1,
      rejected: [['a'.repeat(32), 'E_SCHEMA', 'phone']],
      at: '2026-11-21T17:31:05Z'
    }),
    JSON.stringify({ t: 'blob', id: 'b'.repeat(32), part: 0, of: 1, data: 'AAAA' }),
    JSON.stringify({ t: 'echo', bundle: digest, header: 'AAAA', sig: 'AAAA', lines: 2 }),
    JSON.stringify({ t: 'pad', data: 'AAAA' }),
    JSON.stringify({ t: 'later', x: { y: [1, '二'] } })
  ]
}
