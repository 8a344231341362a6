// T42–T47: what a trusted sender's payload may get wrong, and what each costs.
import { gzipSync, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256, sha256Text } from '../../../electron/core/crypto'
import {
  BundleFault,
  bytesSource,
  checkSlipLine,
  merkleRoot,
  openBundle,
  packContent,
  type CoreLine,
  type OpenRequest
} from '../../../electron/core/container'
import { expectFault } from '../expect-fault'
import { changeHeader, membersOf, sealLines, sealRaw, withPayload } from '../forge'
import { contentText, coreOf, madeUpPair, openAll, pack, receive, seal, slipLine, slipLines, verify, type Pair } from '../made-up-offices'

let pair: Pair
let lines: string[]
let core: CoreLine
let file: Uint8Array

beforeAll(async () => {
  pair = await madeUpPair()
  lines = slipLines(pair.from.card.id, 3)
  core = coreOf(pair, lines)
  file = await seal(pair, await pack(pair, lines))
})

const open = async (octets: Uint8Array, request: Partial<OpenRequest> = {}): Promise<unknown> => receive(pair, octets, request)
const openLines = async (records: readonly string[], change: Partial<CoreLine> = {}): Promise<unknown> =>
  open(await sealLines(pair, coreOf(pair, records, change), records))
const openText = async (text: string | Uint8Array, gzip?: Uint8Array): Promise<unknown> => open(await sealRaw(pair, core, text, gzip))
const text = (): string => contentText(core, lines)
const mini = (line: object): string => JSON.stringify(line)

describe('encrypted payload', () => {
  it('a disk that fails while reading › its own error, never E_DECRYPT', async () => {
    const verified = await verify(pair, file)
    let reads = 0
    const read = (offset: number, length: number): Promise<Uint8Array> => {
      reads += 1
      return reads === 1 ? bytesSource(file).read(offset, length) : Promise.reject(new TypeError('EIO'))
    }
    await expect(openAll({ ...verified, source: { size: file.length, read } }, { identities: pair.to.identities })).rejects.toThrow(/^EIO$/)
  })

  it('a consumer that leaves after the first batch › nothing goes on reading behind its back', async () => {
    const many = slipLines(pair.from.card.id, 20_000).map((line, i) => line.replace('演练', sha256Text(String(i))))
    const whole = await seal(pair, await packContent({ core: coreOf(pair, many), lines: many, level: 0 }))
    const verified = await verify(pair, whole)
    let reads = 0
    const read = (offset: number, length: number): Promise<Uint8Array> => {
      reads += 1
      return bytesSource(whole).read(offset, length)
    }
    let atLeaving = 0
    for await (const batch of openBundle({ ...verified, source: { size: whole.length, read } }, { identities: pair.to.identities })) {
      atLeaving = reads
      if (batch.items.length > 0) break
    }
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(whole.length / 262_144).toBeGreaterThan(atLeaving + 8)
    expect(reads - atLeaving).toBeLessThan(4)
  })

  it('T44 age chunks dropped, doubled, reordered, cut, empty last › E_DECRYPT', async () => {
    const big = slipLines(pair.from.card.id, 200).map((line, i) =>
      line.replace(
        '演练',
        Buffer.from(sha256(String(i)).map((x) => x))
          .toString('hex')
          .repeat(30)
      )
    )
    const whole = await seal(pair, await packContent({ core: coreOf(pair, big), lines: big, level: 0 }))
    await expect(receive(pair, whole)).resolves.toMatchObject({ core: { n: { slip: 200 } } })
    const payload = Buffer.from(membersOf(whole).at(-1)?.[1] ?? '')
    const start = payload.indexOf('\n--- ') + 1
    const body = payload.indexOf('\n', start) + 1 + 16
    const chunks: Buffer[] = []
    for (let at = body; at < payload.length; at += 65_552) chunks.push(payload.subarray(at, at + 65_552))
    expect(chunks.length).toBeGreaterThan(3)
    const [a, b, ...rest] = chunks
    const forms = [
      [b, ...rest],
      [a, a, b, ...rest],
      [b, a, ...rest],
      [a, b, ...rest.slice(0, -1)],
      [a, b, ...rest.slice(0, -1), rest.at(-1)?.subarray(0, -1)],
      [a, b, ...rest, Buffer.alloc(16)]
    ]
    for (const form of forms) {
      const forged = withPayload(
        pair,
        whole,
        Buffer.concat([payload.subarray(0, body), ...form.flatMap((chunk) => (chunk ? [chunk] : []))])
      )
      await expectFault(open(forged), 'E_DECRYPT', 9)
    }
  })
})

describe('inflation', () => {
  it('T42 more than declared › E_BOMB at the declared size; declared true beyond 1 GiB › E_LIMIT; genuine 500:1 › imported', async () => {
    const bomb = gzipSync(Buffer.alloc(64_000_000, 'x'))
    await expectFault(open(await sealRaw(pair, core, text(), bomb)), 'E_BOMB', 10)
    const true64 = changeHeader(pair, file, (it) => (it.content['bytes'] = 1_073_741_825))
    await expectFault(verify(pair, true64), 'E_LIMIT', 3)
    const pad = mini({ t: 'pad', data: 'A'.repeat(60_000) })
    const many = [...lines, ...Array.from({ length: 300 }, () => pad)]
    const genuine = await pack(pair, many)
    expect(genuine.bytes / genuine.gzip.length).toBeGreaterThan(300)
    await expect(receive(pair, await seal(pair, genuine))).resolves.toMatchObject({ core: { n: { pad: 300 } } })
  })

  it.each<readonly [string, (gzip: Buffer) => Buffer]>([
    ['second member', (it) => Buffer.concat([it, gzipSync('')])],
    ['trailing zeros', (it) => Buffer.concat([it, Buffer.alloc(8)])],
    ['trailing junk', (it) => Buffer.concat([it, Buffer.from('junk')])],
    ['truncated deflate', (it) => it.subarray(0, -12)],
    ['truncated trailer', (it) => it.subarray(0, -1)],
    ['wrong CRC', (it) => Buffer.concat([it.subarray(0, -8), Buffer.from([1, 2, 3, 4]), it.subarray(-4)])],
    ['wrong length', (it) => Buffer.concat([it.subarray(0, -1), Buffer.from([9])])],
    ['a time', (it) => Buffer.concat([it.subarray(0, 4), Buffer.from([1]), it.subarray(5)])],
    [
      'a file name flag',
      (it) => Buffer.concat([it.subarray(0, 3), Buffer.from([8]), it.subarray(4, 10), Buffer.from('n\0'), it.subarray(10)])
    ],
    ['nothing', () => Buffer.alloc(0)],
    ['only a start', (it) => it.subarray(0, 5)],
    ['raw text', () => Buffer.from('{"t":"core"}\n')]
  ])('T43 gzip with %s › E_CONTENT', async (_, change) => {
    await expectFault(openText(text(), change(gzipSync(text()))), 'E_CONTENT', 10)
  })

  it('XFL and OS octets of the gzip header › free', async () => {
    const gzip = gzipSync(text())
    gzip[8] = 7
    gzip[9] = 11
    await expect(openText(text(), gzip)).resolves.toBeDefined()
  })

  it('another content than the id says › E_CONTENT, also when a line is bad as well', async () => {
    for (const content of [text().replace('王', '李'), text().slice(0, -1), text() + '\n', text().replace('{"t":"slip"', '{ "t":"slip"')]) {
      const forged = await sealRaw(pair, core, text(), gzipSync(content))
      const sized = changeHeader(pair, forged, (it) => (it.content['bytes'] = Buffer.byteLength(content)))
      await expectFault(open(sized), 'E_CONTENT', 11)
    }
    await expectFault(openText(text(), gzipSync(text().slice(0, -10))), 'E_CONTENT', 11)
  })
})

describe('core', () => {
  it.each<readonly [string, (core: Record<string, unknown>) => unknown]>([
    ['seq', (it) => (it['seq'] = 2)],
    ['epoch', (it) => (it['epoch'] = 'f'.repeat(32))],
    ['prev', (it) => (it['prev'] = `sha256:${'0'.repeat(64)}`)],
    ['from', (it) => (it['from'] = 'f'.repeat(32))],
    ['to', (it) => (it['to'] = 'f'.repeat(32))]
  ])('T45 %s differs from the header › E_CORE', async (_, change) => {
    const changed = { ...core } as unknown as Record<string, unknown>
    change(changed)
    await expectFault(openText(contentText(changed, lines)), 'E_CORE', 11)
  })

  it('first line is no core, or lacks a member › E_CORE', async () => {
    await expectFault(openText(lines.map((line) => `${line}\n`).join('')), 'E_CORE', 11)
    for (const name of ['salt', 'n', 'made', 'schema', 'seq']) {
      const { [name as keyof CoreLine]: _, ...rest } = core
      await expectFault(openText(contentText(rest, lines)), 'E_CORE', 11)
    }
    await expectFault(openText(contentText({ ...core, n: { slip: 3, receipt: 0, echo: 0 } }, lines)), 'E_CORE', 11)
    await expectFault(openText(contentText({ ...core, salt: 'short' }, lines)), 'E_CORE', 11)
  })

  it('a tree is ignored by the reader, and the writer’s is that of RFC 9162; a log of another form › E_CORE', async () => {
    const leaf = (octets: Uint8Array): Buffer => Buffer.from(sha256(Buffer.concat([Buffer.from([0]), octets])))
    const node = (a: Buffer, b: Buffer): Buffer => Buffer.from(sha256(Buffer.concat([Buffer.from([1]), a, b])))
    const root = (leaves: readonly Buffer[]): Buffer => {
      if (leaves.length === 1) return leaves[0] ?? Buffer.alloc(0)
      let split = 1
      while (split * 2 < leaves.length) split *= 2
      return node(root(leaves.slice(0, split)), root(leaves.slice(split)))
    }
    for (const count of [1, 2, 3, 5, 8, 13]) {
      const digests = Array.from({ length: count }, (_, i) => sha256(String(i)))
      expect(merkleRoot(digests)).toBe(`sha256:${root(digests.map(leaf)).toString('hex')}`)
    }
    const tree = merkleRoot(lines.map((line) => sha256(line)))
    await expect(receive(pair, await seal(pair, await pack(pair, lines, { tree })))).resolves.toMatchObject({ core: { tree } })
    const log = { seq: 12, head: 'ab'.repeat(32) }
    await expect(receive(pair, await seal(pair, await pack(pair, lines, { log })))).resolves.toMatchObject({ core: { log } })
    for (const wrong of [{ ...log, seq: 0 }, { ...log, head: 'AB'.repeat(32) }, { seq: 12 }, 'x', null])
      await expectFault(openText(contentText({ ...core, log: wrong }, lines)), 'E_CORE', 11)
  })
})

describe('lines', () => {
  it.each<readonly [string, () => string | Uint8Array]>([
    ['10 MB without LF', () => text() + 'x'.repeat(10_000_000)],
    ['of 65,537 bytes', () => text() + mini({ t: 'pad', data: 'A'.repeat(65_537 - 21) }) + '\n'],
    ['last LF missing', () => text().slice(0, -1)],
    ['empty', () => text() + '\n'],
    ['empty before the core', () => '\n' + text()],
    ['CR LF', () => text().replaceAll('\n', '\r\n')],
    ['byte order mark in front', () => '\ufeff' + text()],
    ['byte order mark in the second line', () => text().replace('\n', '\n\ufeff')],
    ['raw NUL', () => text().replace('王', '\0')],
    ['duplicate keys', () => text().replace('"rev":1', '"rev":1,"rev":1')],
    ['a space', () => text().replace('"rev":1', '"rev": 1')],
    ['30,000 brackets', () => text() + `{"t":"x","a":${'['.repeat(30_000)}${']'.repeat(30_000)}}\n`],
    ['nine levels', () => text() + `{"t":"x","a":${'['.repeat(8)}${']'.repeat(8)}}\n`],
    ['65 names', () => text() + `{"t":"x"${Array.from({ length: 64 }, (_, i) => `,"a${String(i)}":1`).join('')}}\n`],
    ['a fraction', () => text().replace('"rev":1', '"rev":1.5')],
    ['integer-like name', () => text().replace('"note"', '"7"').replace('{"name"', '{"name"')],
    ['__proto__ in a body', () => text().replace('"note"', '"__proto__"')],
    ['constructor in a body', () => text().replace('"note"', '"constructor"')],
    ['J3 outside the body', () => text().replace('"kind":"request"', '"kind":"\u202e"')],
    ['J3 in an unknown record', () => text() + '{"t":"later","a":"\u200b"}\n'],
    ['tab in a name outside the body', () => text().replace('"rev"', '"a\\tb":1,"rev"')],
    ['no t', () => text() + '{"a":1}\n'],
    ['a list', () => text() + '[]\n']
  ])('T46 %s › E_LINE', async (_, content) => {
    const changed = content()
    expect(Buffer.from(changed).equals(Buffer.from(text()))).toBe(false)
    await expectFault(openText(changed), 'E_LINE')
  })

  it('T46 invalid UTF-8 late in a long content › E_LINE naming the line; the lines before were given but nothing may be kept', async () => {
    const many = slipLines(pair.from.card.id, 20_000)
    const good = Buffer.from(contentText(coreOf(pair, many), many))
    good[good.length - 20] = 0xff
    const fault = await expectFault(open(await sealRaw(pair, core, good)), 'E_LINE', 12)
    expect(fault.params).toEqual({ line: 20_001 })
  })

  it('LF and tab as escapes in a value › accepted after the core, E_LINE in it', async () => {
    await expect(openText(text().replace('演练', '一\\n二\\t三'))).resolves.toBeDefined()
    await expectFault(openText(text().replace('slip/1', 'slip\\n1')), 'E_LINE', 11)
  })

  it('a line of exactly 65,536 bytes › accepted', async () => {
    const longest = mini({ t: 'pad', data: 'A'.repeat(65_536 - 21) })
    expect(longest).toHaveLength(65_536)
    await expect(openLines([...lines, longest])).resolves.toBeDefined()
  })

  it('T47 counts in core ≠ lines, a second core › E_CONTENT; 100,001 lines › E_LIMIT', async () => {
    await expectFault(openLines(lines, { n: { slip: 2, receipt: 0, echo: 0, blob: 0 } }), 'E_CONTENT', 12)
    await expectFault(openLines([...lines, mini({ t: 'later' })], { n: { ...core.n } }), 'E_CONTENT', 12)
    await expectFault(openLines(lines, { n: { ...core.n, later: 1 } }), 'E_CONTENT', 12)
    await expect(openLines(lines, { n: { ...core.n, later: 0 } })).resolves.toBeDefined()
    await expectFault(openText(text() + `${text().split('\n')[0] ?? ''}\n`), 'E_CONTENT', 12)
    const pads = Array.from({ length: 100_001 }, () => '{"t":"pad","data":"AA=="}')
    await expectFault(openLines(pads), 'E_LIMIT', 11)
    await expect(openLines(pads.slice(1))).resolves.toBeDefined()
  })

  it('a writer makes none of these › packContent refuses by the same codes', async () => {
    const attempt = (records: readonly string[], change: Partial<CoreLine> = {}): Promise<unknown> =>
      pack(pair, records, { n: core.n, ...change })
    await expectFault(attempt([...lines, '']), 'E_LINE')
    await expectFault(attempt([...lines, lines[0]?.replace('"rev":1', '"rev": 1') ?? '']), 'E_LINE')
    await expectFault(attempt(lines.slice(1)), 'E_CONTENT')
    await expectFault(attempt(lines, { salt: 'x' }), 'E_CORE')
    await expectFault(attempt([lines[0]?.replace('王', '\u202e') ?? '', ...lines.slice(1)]), 'E_TEXT')
    await expectFault(attempt([slipLine('f'.repeat(32), 1), ...lines.slice(1)]), 'E_AUTHOR')
  })
})

describe('checkedSlips', () => {
  it('a writer that checked its slips when queueing › makes the same content, and still counts and bounds it', async () => {
    for (const line of lines) expect(checkSlipLine(line, { sender: pair.from.card.id })).toMatch(/^sha256:[0-9a-f]{64}$/)
    const quick = await packContent({ core, lines, checkedSlips: true })
    expect(quick.id).toBe((await packContent({ core, lines })).id)
    await expectFault(packContent({ core, lines: lines.slice(1), checkedSlips: true }), 'E_CONTENT')
    await expectFault(packContent({ core, lines: [...lines.slice(1), `${lines[0] ?? ''}\n`], checkedSlips: true }), 'E_LINE')
    await expectFault(packContent({ core, lines: ['{"t":"later", "a":1}', ...lines], checkedSlips: true }), 'E_LINE')
    const pads = Array.from({ length: 100_001 }, () => lines[0] ?? '')
    await expectFault(packContent({ core: { ...core, n: { ...core.n, slip: 100_001 } }, lines: pads, checkedSlips: true }), 'E_LIMIT')
  })

  it('checkSlipLine › refuses what a reader would refuse', () => {
    const refusal = (line: string): string => {
      try {
        return checkSlipLine(line, { sender: pair.from.card.id })
      } catch (error) {
        return error instanceof BundleFault ? `${error.code} ${String(error.params['field'] ?? '')}` : 'another error'
      }
    }
    expect(refusal(slipLine(pair.from.card.id, 1, { note: '\u202e' }))).toBe('E_TEXT note')
    expect(refusal(slipLine('f'.repeat(32), 1))).toBe('E_AUTHOR author')
    expect(refusal(lines[0]?.replace('"rev":1', '"rev":0') ?? '')).toBe('E_SCHEMA rev')
    expect(refusal('{"t":"pad"}')).toBe('E_LINE ')
    expect(refusal('{')).toBe('E_LINE ')
  })
})

describe('properties', () => {
  it('any slips › arrive byte for byte, whatever the text', async () => {
    // J3 refuses a few member names outright; those have their own rows above
    const memberName = fc.stringMatching(/^[a-z_]{1,12}$/).filter((name) => !(name in Object.prototype) && name !== 'prototype')
    const body = fc.dictionary(memberName, fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null)), { maxKeys: 6 })
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 5 }), async (bodies) => {
        const records = bodies.map((each, i) => slipLine(pair.from.card.id, i, each))
        const { items } = await receive(pair, await sealLines(pair, coreOf(pair, records), records))
        expect(items.map((item) => ('text' in item ? item.text : ''))).toEqual(records)
      }),
      { numRuns: 30 }
    )
  })

  it('any damage to the gzip stream under a good signature › a fault with a code, never another error', async () => {
    const gzip = gzipSync(text())
    await fc.assert(
      fc.asyncProperty(fc.nat(gzip.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bad = Buffer.from(gzip)
        bad[at] = (bad[at] ?? 0) ^ change
        const sealed = await sealRaw(pair, core, text(), bad)
        try {
          await open(sealed)
          expect(gunzipSync(bad).toString()).toBe(text())
        } catch (error) {
          expect(error).toBeInstanceOf(BundleFault)
        }
      }),
      { numRuns: 60 }
    )
  })
})
