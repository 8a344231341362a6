// T48–T51, and what T78 and T79 ask of a reader: records one by one — refused alone, kept for later, joined to files, sent back as echoes.
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256Text } from '../../../electron/core/crypto'
import { verifySshsig, type ContentItem, type CoreLine, type OpenRequest } from '../../../electron/core/container'
import { expectFault } from '../expect-fault'
import { membersOf, sealLines } from '../forge'
import { contentText, coreOf, madeUpPair, pack, receive, seal, slipLine, slipLines, type Pair } from '../made-up-offices'

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

const openLines = async (records: readonly string[]): Promise<unknown> =>
  receive(pair, await sealLines(pair, coreOf(pair, records), records))
const text = (): string => contentText(core, lines)
const mini = (line: object): string => JSON.stringify(line)

describe('records', () => {
  const recordsOf = async (records: readonly string[], request: Partial<OpenRequest> = {}): Promise<readonly ContentItem[]> =>
    (await receive(pair, await sealLines(pair, coreOf(pair, records), records), request)).items

  it.each<readonly [string, object, string, string]>([
    ['bidi in a name', { name: '王\u202e' }, 'E_TEXT', 'name'],
    ['name not in NFC, deep inside', { spouse: { person: [{ name: 'e\u0301' }] } }, 'E_TEXT', 'spouse'],
    ['zero width in a member name', { 'a\u200b': 1 }, 'E_TEXT', ''],
    ['lone surrogate', { note: '\ud800' }, 'E_TEXT', 'note'],
    ['NUL', { note: '\0' }, 'E_TEXT', 'note'],
    ['tag in a list', { list: [['\u{e0041}']] }, 'E_TEXT', 'list'],
    ['line feed in a member name', { 'a\nb': '' }, 'E_TEXT', '']
  ])('T78 %s › that slip only is refused', async (_, body, code, field) => {
    const items = await recordsOf([slipLine(pair.from.card.id, 7, body), ...lines])
    expect(items.map((item) => ('refusal' in item ? item.refusal : null))).toEqual([{ code, field }, null, null, null])
  })

  it('T48 T49 envelope of a slip wrong, author not the sender, schema refused by the caller › named member', async () => {
    const good = slipLine(pair.from.card.id, 9)
    const bad: readonly (readonly [string, string, string])[] = [
      [good.replace('"rev":1', '"rev":0'), 'E_SCHEMA', 'rev'],
      [good.replace('"kind":"request"', '"kind":"order"'), 'E_SCHEMA', 'kind'],
      [good.replace('"ref":null', '"ref":1'), 'E_SCHEMA', 'ref'],
      [good.replace(/"id":"[0-9a-f]+"/, '"id":"x"'), 'E_SCHEMA', 'id'],
      [good.replace(/"body":.*/, '"body":[]}'), 'E_SCHEMA', 'body'],
      [slipLine('f'.repeat(32), 9), 'E_AUTHOR', 'author'],
      [slipLine(pair.from.card.id, 9, { phone: 'x' }), 'E_SCHEMA', 'phone']
    ]
    const items = await recordsOf(
      bad.map(([line]) => line),
      { checkSlip: (slip) => (slip.body['phone'] === undefined ? null : { code: 'E_SCHEMA', field: 'phone' }) }
    )
    expect(items.map((item) => ('refusal' in item ? item.refusal : null))).toEqual(bad.map(([, code, field]) => ({ code, field })))
    expect(items.map((item) => (item.t === 'slip' ? item.id === null : null))).toEqual([false, false, false, true, false, false, false])
  })

  it('digest of a record › SHA-256 of the line without its LF', async () => {
    const items = await recordsOf(lines)
    expect(items.map((item) => ('digest' in item ? item.digest : ''))).toEqual(lines.map((line) => sha256Text(line)))
  })

  it('T51 unknown type and unknown members › kept byte for byte', async () => {
    const later = '{"t":"later","x":{"任意":[1,"二"]}}'
    const slip = slipLine(pair.from.card.id, 1, { name: '李', future: { a: [1] } })
    const items = await recordsOf([later, slip])
    expect(items[0]).toEqual({ t: 'unknown', name: 'later', text: later, digest: sha256Text(later) })
    expect(items[1]).toMatchObject({ text: slip, value: { body: { future: { a: [1] } } } })
  })

  it('receipts › read in their form, refused in another', async () => {
    const receipt = {
      t: 'receipt',
      bundle: `sha256:${'1'.repeat(64)}`,
      result: 'partial',
      n: 3,
      dup: 1,
      rejected: [['a'.repeat(32), 'E_SCHEMA', 'phone']],
      at: '2026-11-21T17:31:05Z'
    }
    const items = await recordsOf([
      mini(receipt),
      mini({ ...receipt, result: 'fine' }),
      mini({ ...receipt, rejected: Array.from({ length: 501 }, () => ['a'.repeat(32), 'E_TEXT', '']) })
    ])
    expect(items.map((item) => (item.t === 'receipt' ? item.refusal : 'no receipt'))).toEqual([
      null,
      { code: 'E_SCHEMA', field: '' },
      { code: 'E_SCHEMA', field: '' }
    ])
  })
})

describe('blobs', () => {
  const data = Buffer.from('a file that a slip refers to')
  const blob = 'b'.repeat(32)
  const parts = (count = 2, id = blob): string[] =>
    Array.from({ length: count }, (_, i) => mini({ t: 'blob', id, part: i, of: count, data: part(i, count).toString('base64') }))
  const part = (i: number, count: number): Buffer => data.subarray((data.length / count) * i, (data.length / count) * (i + 1))
  const naming = (change: object = {}): string =>
    slipLine(pair.from.card.id, 1, {
      name: '王',
      attachments: [{ blob, bytes: data.length, digest: sha256Text(data), title: '../../x' }, ...[]].map((it) => ({ ...it, ...change }))
    })

  it('T79 in order and named by a slip, before or after › joined octets as they were', async () => {
    for (const records of [
      [naming(), ...parts()],
      [...parts(), naming()],
      [naming(), ...parts(1)]
    ]) {
      const { items } = await receive(pair, await sealLines(pair, coreOf(pair, records), records))
      expect(Buffer.concat(items.flatMap((item) => (item.t === 'blob' ? [item.data] : []))).equals(data)).toBe(true)
    }
  })

  it('T79 a slip naming a blob of an earlier bundle › fine', async () => {
    await expect(openLines([naming()])).resolves.toBeDefined()
  })

  it.each<readonly [string, () => string[]]>([
    ['a part missing', () => [naming(), parts(2)[0] ?? '']],
    ['a part doubled', () => [naming(), parts()[0] ?? '', ...parts()]],
    ['parts out of order', () => [naming(), ...parts().reverse()]],
    ['parts apart', () => [parts()[0] ?? '', naming(), parts()[1] ?? '']],
    ['two blobs interleaved', () => [naming(), parts()[0] ?? '', ...parts(1, 'c'.repeat(32)), parts()[1] ?? '']],
    ['an id used twice', () => [naming(), ...parts(), ...parts()]],
    ['named by no slip', () => parts()],
    ['another size', () => [naming({ bytes: 1 }), ...parts()]],
    ['another digest', () => [naming({ digest: sha256Text('x') }), ...parts()]],
    ['no digest', () => [naming({ digest: undefined }), ...parts()]],
    ['two slips that contradict each other', () => [naming(), naming({ bytes: 1 }), ...parts()]],
    ['10,000 parts', () => [naming(), mini({ t: 'blob', id: blob, part: 0, of: 10_000, data: 'AAAA' })]],
    ['part beyond of', () => [naming(), mini({ t: 'blob', id: blob, part: 1, of: 1, data: 'AAAA' })]],
    ['empty data', () => [naming(), mini({ t: 'blob', id: blob, part: 0, of: 1, data: '' })]],
    ['data of 45,001 characters', () => [naming(), mini({ t: 'blob', id: blob, part: 0, of: 1, data: 'A'.repeat(45_001) })]],
    ['base64 in another spelling', () => [naming(), mini({ t: 'blob', id: blob, part: 0, of: 1, data: 'AB==' })]],
    ['base64 without padding', () => [naming(), mini({ t: 'blob', id: blob, part: 0, of: 1, data: 'AAA' })]],
    ['id of another form', () => [naming(), mini({ t: 'blob', id: '../../x', part: 0, of: 1, data: 'AAAA' })]]
  ])('T79 %s › E_CONTENT', async (_, records) => {
    await expectFault(openLines(records()), 'E_CONTENT', 12)
  })
})

describe('echoes', () => {
  const echoOf = (own: Uint8Array, inner: string): string[] => {
    const member = (name: string): Buffer => Buffer.from(membersOf(own).find(([each]) => each === name)?.[1] ?? '')
    const innerLines = inner.trimEnd().split('\n')
    return [
      mini({
        t: 'echo',
        bundle: sha256Text(inner),
        header: member('header.json').toString('base64'),
        sig: member('header.json.sig').toString('base64'),
        lines: innerLines.length
      }),
      ...innerLines
    ]
  }
  const ends = async (records: readonly string[]): Promise<unknown> => {
    const verifyEcho = (header: Uint8Array, sig: Uint8Array, bundle: string): boolean =>
      verifySshsig('jhb-bundle@v1', header, sig, pair.to.sign.publicKey) && Buffer.from(header).includes(bundle)
    const { items } = await receive(pair, await sealLines(pair, coreOf(pair, records), records), { verifyEcho })
    return items.flatMap((item) => (item.t === 'echo-end' ? [item.verified] : []))
  }

  it('T50 our own bundle sent back › proved; altered or invented › not believed, bundle goes on', async () => {
    const back: Pair = { from: pair.to, to: pair.from }
    const ownLines = slipLines(pair.to.card.id, 2)
    const inner = contentText(coreOf(back, ownLines), ownLines)
    const own = await seal(back, await pack(back, ownLines))
    const echo = echoOf(own, inner)
    expect(await ends([...lines, ...echo, ...lines])).toEqual([true])
    expect(await ends([...echo.map((line) => line.replace('王小燕', '李小燕')), ...lines])).toEqual([false])
    expect(await ends([(echo[0] ?? '').replace(/"sig":"./, '"sig":"A'), ...echo.slice(1)])).toEqual([false])
    expect(await ends(echo.map((line, i) => (i === 0 ? line.replace(/"bundle":"sha256:./, '"bundle":"sha256:0') : line)))).toEqual([false])
    expect(await ends([...echoOf(file, text())])).toEqual([false])
  })

  it('cut short or without a count › E_CONTENT', async () => {
    const [head = '', ...rest] = echoOf(file, text())
    await expectFault(openLines([head, ...rest.slice(0, -1)]), 'E_CONTENT', 12)
    await expectFault(openLines([mini({ t: 'echo' })]), 'E_CONTENT', 12)
  })
})
