// T15–T22: envelopes that are well signed and still wrong.
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesSource, inspectBundle, signSshsig } from '../../../electron/core/container'
import { expectFault } from '../expect-fault'
import { changeHeader, headerText, withHeader, withMembers, type MutableHeader } from '../forge'
import { madeUpPair, pack, receive, seal, slipLines, stateOf, verify, type Pair } from '../made-up-offices'

let pair: Pair
let file: Uint8Array
let status: Uint8Array
let text: string

beforeAll(async () => {
  pair = await madeUpPair()
  file = await seal(pair, await pack(pair, slipLines(pair.from.card.id, 1)), { notice: '拾获请送交封面所列单位' })
  status = await seal(pair, null)
  text = headerText(file)
})

const DIGEST = `sha256:${'1'.repeat(64)}`
const id = (i: number): string => `sha256:${i.toString(16).padStart(64, '0')}`
const position = [7, DIGEST]
const ack = { epoch: 'a'.repeat(32), upto: 1, head: DIGEST, extra: [], ck: [], closed: null }

describe('header as JSON', () => {
  it('T15 duplicate keys, validly signed › E_HEADER', async () => {
    await expectFault(verify(pair, withHeader(pair, file, text.replace('{"jhb":1', '{"jhb":1,"jhb":1'))), 'E_HEADER', 3)
    await expectFault(verify(pair, withHeader(pair, file, text.replace('"seq":1', '"seq":2,"seq":1'))), 'E_HEADER', 3)
  })

  it.each<readonly [string, (text: string) => string | Buffer]>([
    ['byte order mark', (it) => `\ufeff${it}`],
    ['trailing LF', (it) => `${it}\n`],
    ['a space', (it) => it.replace(':', ': ')],
    ['an escaped letter', (it) => it.replace('"kind":"data"', '"kind":"d\\u0061ta"')],
    ['an escaped slash', (it) => it.replace('yipanqi/', 'yipanqi\\/')],
    ['an exponent', (it) => it.replace('"minor":0', '"minor":1e3')],
    ['minus zero', (it) => it.replace('"minor":0', '"minor":-0')],
    ['a fraction', (it) => it.replace('"minor":0', '"minor":0.5')],
    ['2^63', (it) => it.replace('"minor":0', '"minor":9223372036854775808')],
    ['2^53', (it) => it.replace('"minor":0', '"minor":9007199254740992')],
    ['an integer-like name', (it) => it.replace('{"jhb":1', '{"0":1,"jhb":1')],
    ['invalid UTF-8', (it) => Buffer.concat([Buffer.from(it).subarray(0, -2), Buffer.from([0xff, 0x22, 0x7d])])],
    ['a list', (it) => `[${it}]`],
    ['nothing', () => '']
  ])('T16 %s, validly signed › E_HEADER', async (_, change) => {
    const changed = change(text)
    expect(Buffer.from(changed).equals(Buffer.from(text))).toBe(false)
    await expectFault(verify(pair, withHeader(pair, file, changed)), 'E_HEADER', 3)
  })

  const inNotice = (insert: string) => (it: string) => it.replace('"notice":"', `"notice":"${insert}`)
  it.each<readonly [string, (text: string) => string]>([
    ['__proto__', (it) => it.replace('{"jhb"', '{"__proto__":{"polluted":1},"jhb"')],
    ['constructor', (it) => it.replace('{"jhb"', '{"constructor":1,"jhb"')],
    ['prototype inside', (it) => it.replace('"stream":{', '"stream":{"prototype":1,')],
    ['lone surrogate', inNotice('\\ud800')],
    ['NUL', inNotice('\\u0000')],
    ['line feed', inNotice('\\n')],
    ['C1', inNotice('\u0085')],
    ['DEL', inNotice('\u007f')],
    ['U+2028', inNotice('\u2028')],
    ['tag', inNotice('\u{e0041}')],
    ['bidi override', inNotice('\u202e')],
    ['zero width', inNotice('\u200b')],
    ['noncharacter', inNotice('\ufffe')],
    ['noncharacter beyond the BMP', inNotice('\u{1ffff}')],
    ['control in a name', (it) => it.replace('{"jhb"', '{"a\\u0001":1,"jhb"')],
    ['notice of 201 characters', inNotice('长'.repeat(200))],
    ['app of 65 characters', (it) => it.replace('yipanqi/0.1.0', 'y'.repeat(65))]
  ])('T17 %s › E_HEADER and prototypes unchanged', async (_, change) => {
    await expectFault(verify(pair, withHeader(pair, file, change(text))), 'E_HEADER', 3)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('T17 notice of 200 and app of 64 characters beyond the BMP › accepted', async () => {
    const changed = text
      .replace(/"app":"[^"]*"/, `"app":"${'𠮷'.repeat(64)}"`)
      .replace(/"notice":"[^"]*"/, `"notice":"${'𬱖'.repeat(200)}"`)
    expect((await verify(pair, withHeader(pair, file, changed))).header.notice).toHaveLength(400)
  })

  it('T18 nesting 30,000, nine levels, too many names, header of 300 KB › E_LIMIT', async () => {
    await expectFault(verify(pair, withHeader(pair, file, `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)), 'E_LIMIT', 3)
    await expectFault(verify(pair, withHeader(pair, file, `{"a":${'['.repeat(30_000)}`)), 'E_LIMIT', 3)
    await expectFault(
      verify(pair, withHeader(pair, file, text.replace('{"jhb"', `{"deep":${'['.repeat(8)}${']'.repeat(8)},"jhb"`))),
      'E_LIMIT',
      3
    )
    const names = Array.from({ length: 60 }, (_, i) => `"n${String(i)}":1,`).join('')
    await expectFault(verify(pair, withHeader(pair, file, text.replace('{"jhb"', `{${names}"jhb"`))), 'E_LIMIT', 3)
    await expectFault(verify(pair, withHeader(pair, file, `{"a":"${'x'.repeat(300_000)}"}`)), 'E_LIMIT', 2)
    await expectFault(verify(pair, withHeader(pair, file, `{"a":"${'x'.repeat(1_000_000)}"}`)), 'E_LIMIT', 2)
    const million = Array.from({ length: 1_000_000 }, (_, i) => `"n${String(i)}":1`).join(',')
    await expectFault(verify(pair, withHeader(pair, file, `{${million}}`)), 'E_LIMIT', 2)
    await expect(verify(pair, withHeader(pair, file, text.replace('{"jhb"', '{"deep":[[[[[[["[[["]]]]]]],"jhb"')))).resolves.toBeDefined()
  })
})

describe('header as a shape', () => {
  const change = (edit: (header: MutableHeader) => void, base = file): Promise<unknown> => verify(pair, changeHeader(pair, base, edit))

  it('T19 unknown member, minor 99 › ignored', async () => {
    await expect(change((it) => Object.assign(it, { later: { x: [1] }, minor: 99 }))).resolves.toBeDefined()
    await expect(change((it) => Object.assign(it.state, { later: 1 }))).resolves.toBeDefined()
    await expect(change((it) => (it['crit'] = ['stream', 'notice']))).resolves.toBeDefined()
  })

  it('T19 unknown crit or kind › waits for an upgrade, but only when well signed', async () => {
    for (const edit of [(it: MutableHeader) => (it['crit'] = ['later']), (it: MutableHeader) => (it['kind'] = 'directory')]) {
      const changed = changeHeader(pair, file, edit)
      expect((await expectFault(verify(pair, changed), 'S_WAIT_UPGRADE', 6)).waits).toBe(true)
      await expectFault(
        verify(pair, withMembers(changed, { 'header.json.sig': signSshsig('jhb-bundle@v1', Buffer.from('x'), pair.from.sign) })),
        'E_SIGNATURE',
        6
      )
    }
  })

  it('T19 jhb 2 › E_VERSION before anything else of the header is looked at', async () => {
    await expectFault(verify(pair, withHeader(pair, file, '{"jhb":2}')), 'E_VERSION', 3)
    await expectFault(verify(pair, withHeader(pair, file, '{"jhb":0}')), 'E_HEADER', 3)
  })

  it.each<readonly [string, (header: MutableHeader) => unknown]>([
    ['seq 0', (it) => (it.stream['seq'] = 0)],
    ['seq −1', (it) => (it.stream['seq'] = -1)],
    ['seq 2^53', (it) => (it.stream['seq'] = 2 ** 53)],
    ['seq as text', (it) => (it.stream['seq'] = '1')],
    ['prev null with seq 2', (it) => (it.stream['seq'] = 2)],
    ['prev with seq 1', (it) => (it.stream['prev'] = DIGEST)],
    ['prev of another digest', (it) => Object.assign(it.stream, { seq: 2, prev: `sm3:${'1'.repeat(64)}` })],
    ['from.id = to.id', (it) => (it.from['id'] = it.to['id'])],
    ['full-width digits in a code', (it) => (it.from['code'] = '６10802-00')],
    ['code with a leading zero', (it) => (it.to['code'] = '010802-00')],
    ['upper-case id', (it) => (it.from['id'] = String(it.from['id']).toUpperCase())],
    ['fingerprint with padding bits', (it) => (it.from['key'] = `SHA256:${'A'.repeat(42)}B`)],
    ['missing clock', (it) => delete it['clock']],
    ['unknown clock', (it) => (it['clock'] = 'maybe')],
    ['unknown compression', (it) => (it.content['comp'] = 'zstd')],
    ['sealed without zone', (it) => (it['sealed'] = '2026-11-21T17:31:05')],
    ['sealed in month 13', (it) => (it['sealed'] = '2026-13-21T17:31:05Z')],
    ['no stream', (it) => delete (it as Partial<MutableHeader>).stream],
    ['want with neither', (it) => (it.state['want'] = [{ epoch: 'a'.repeat(32) }])],
    ['want with both', (it) => (it.state['want'] = [{ epoch: 'a'.repeat(32), ids: [], after: 1 }])],
    ['want to ≤ after', (it) => (it.state['want'] = [{ epoch: 'a'.repeat(32), after: 4, to: 4 }])],
    ['want to without after', (it) => (it.state['want'] = [{ epoch: 'a'.repeat(32), ids: [DIGEST], to: 4 }])],
    ['head null with last 1', (it) => (it.state['head'] = null)],
    ['ack head with upto 0', (it) => (it.state['ack'] = [{ ...ack, upto: 0 }])],
    ['ack extra of three', (it) => (it.state['ack'] = [{ ...ack, extra: [[...position, 1]] }])],
    ['more false', (it) => (it.state['more'] = false)],
    ['bad without code', (it) => (it.state['bad'] = [['a'.repeat(32), DIGEST]])],
    ['state missing a list', (it) => delete it.state['gone']]
  ])('T20 T21 %s › E_HEADER', async (_, edit) => {
    await expectFault(change(edit), 'E_HEADER', 3)
  })

  it('T20 a status with a stream › E_HEADER', async () => {
    await expectFault(
      change((it) => (it.stream = { epoch: 'a'.repeat(32), seq: 1, prev: null }), status),
      'E_HEADER',
      3
    )
  })

  it('T20 own bundle found on a stick › S_OWN, with its header', async () => {
    const fault = await expectFault(verify(pair, file, { own: pair.from.card.id }), 'S_OWN', 4)
    expect(fault.header?.data?.stream.seq).toBe(1)
  })

  it('T22 longest lists › accepted, one more › E_LIMIT', async () => {
    const lists: readonly (readonly [string, number, (header: MutableHeader, count: number) => unknown])[] = [
      [
        'closed',
        64,
        (it, n) =>
          (it.state['closed'] = Array.from({ length: n }, (_, i) => ({ epoch: i.toString(16).padStart(32, '0'), last: 0, head: null })))
      ],
      [
        'ack',
        64,
        (it, n) => (it.state['ack'] = Array.from({ length: n }, (_, i) => ({ ...ack, epoch: i.toString(16).padStart(32, '0') })))
      ],
      ['want', 64, (it, n) => (it.state['want'] = Array.from({ length: n }, () => ({ epoch: 'a'.repeat(32), after: 1, to: 2 })))],
      ['bad', 64, (it, n) => (it.state['bad'] = Array.from({ length: n }, (_, i) => ['a'.repeat(32), id(i), 'E_LINE']))],
      ['gone', 1000, (it, n) => (it.state['gone'] = Array.from({ length: n }, (_, i) => id(i)))],
      ['ids', 1000, (it, n) => (it.state['want'] = [{ epoch: 'a'.repeat(32), ids: Array.from({ length: n }, (_, i) => id(i)) }])],
      ['extra', 1000, (it, n) => (it.state['ack'] = [{ ...ack, extra: Array.from({ length: n }, (_, i) => [i + 3, id(i)]) }])],
      ['ck', 24, (it, n) => (it.state['ack'] = [{ ...ack, ck: Array.from({ length: n }, (_, i) => [i + 1, id(i)]) }])]
    ]
    for (const [, max, edit] of lists) {
      await expect(change((it) => edit(it, max), status)).resolves.toBeDefined()
      await expectFault(
        change((it) => edit(it, max + 1), status),
        'E_LIMIT',
        3
      )
    }
  })

  it('T22 data header of 45,000 bytes › accepted, of 45,001 › E_LIMIT', async () => {
    const pad = (length: number): string =>
      text.replace('{"jhb"', `{"jhb"`).replace('"clock"', `"later":"${'x'.repeat(length - Buffer.byteLength(text) - 11)}","clock"`)
    expect(Buffer.byteLength(pad(45_000))).toBe(45_000)
    await expect(verify(pair, withHeader(pair, file, pad(45_000)))).resolves.toBeDefined()
    await expectFault(verify(pair, withHeader(pair, file, pad(45_001))), 'E_LIMIT', 3)
  })

  it('T22 own state too big for a data header › cut with `more`, whole in the status file', async () => {
    const extra = Array.from({ length: 1000 }, (_, i): readonly [number, string] => [i + 3, id(i)])
    const gone = Array.from({ length: 900 }, (_, i) => id(i))
    const content = await pack(pair, slipLines(pair.from.card.id, 1))
    const state = { ...stateOf(content), ack: [{ ...ack, extra }], gone, want: [{ epoch: 'a'.repeat(32), ids: gone }] }
    const data = await verify(pair, await seal(pair, content, { state }))
    expect(data.headerBytes.length).toBeLessThanOrEqual(45_000)
    expect(data.header.state.more).toBe(true)
    expect(data.header.state.ack[0]?.more).toBe(true)
    const whole = await verify(pair, await seal(pair, null, { state }))
    expect(whole.header.state).toEqual({ ...state })
  })

  it('inspectBundle › shows an envelope nobody vouches for yet', async () => {
    const { header } = await inspectBundle(bytesSource(file))
    expect(header.from.code).toBe('610802-00')
    await expect(receive(pair, file)).resolves.toBeDefined()
  })
})
