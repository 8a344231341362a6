// T36–T41: who may read a bundle, and what everybody else learns from it.
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { ageEncryptWithPassphrase } from '../../../electron/core/crypto'
import { BundleFault, packContent, type CoreLine, type OpenRequest } from '../../../electron/core/container'
import { expectFault } from '../expect-fault'
import { membersOf, sealRaw, withPayload } from '../forge'
import {
  contentText,
  coreOf,
  madeUpOffice,
  madeUpPair,
  openAll,
  pack,
  receive,
  seal,
  sealG1,
  slipLine,
  slipLines,
  verify,
  type Pair
} from '../made-up-offices'

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
const memberOf = (name: string): Buffer => Buffer.from(membersOf(file).find(([each]) => each === name)?.[1] ?? '')
const mini = (line: object): string => JSON.stringify(line)

describe('what the envelope tells', () => {
  it('T36 bundle for another office › E_RECIPIENT naming it, payload not touched', async () => {
    const other = await madeUpOffice('绥德演练单位', '610826-00')
    const fault = await expectFault(verify(pair, file, { recipient: other.card.id, own: other.card.id }), 'E_RECIPIENT', 4)
    expect(fault.params).toEqual({ to: '141124-00' })
  })

  it('T37 nothing personal stands in the clear › in either suite', async () => {
    const national = await madeUpPair(['G1'])
    const g1 = await sealG1(national, await pack(national, slipLines(national.from.card.id, 3), {}, 'G1'))
    const clear = Buffer.concat([file, g1]).toString('utf8')
    for (const secret of ['王小燕', 'slip', '演练"', lines[0]?.slice(20, 52) ?? '']) expect(clear.includes(secret)).toBe(false)
  })

  it('T39 equal slips in two bundles › different content ids, for the salt is drawn', async () => {
    const { salt: _, ...unsalted } = core
    const [a, b] = [await packContent({ core: unsalted, lines }), await packContent({ core: unsalted, lines })]
    expect(a.id).not.toBe(b.id)
    expect(a.core.salt).toMatch(/^[0-9a-f]{64}$/)
  })

  it('T40 pads › make a small bundle as long as a larger one, and leave no record', async () => {
    const padded = async (records: readonly string[], bytes: number): Promise<{ size: number; items: number }> => {
      const pad = (chars: number): string => mini({ t: 'pad', data: 'A'.repeat(chars) })
      const bare = contentText(coreOf(pair, [...records, pad(4)]), [...records, pad(4)]).length
      const all = [...records, pad(4 + Math.floor((bytes - bare) / 4) * 4)]
      const sealed = await seal(pair, await packContent({ core: coreOf(pair, all), lines: all, level: 0 }))
      return { size: Math.round(sealed.length / 64), items: (await receive(pair, sealed)).items.length }
    }
    const [one, nine] = [await padded(lines.slice(0, 1), 16_384), await padded(slipLines(pair.from.card.id, 9), 16_384)]
    expect([one.items, nine.items]).toEqual([1, 9])
    expect(Math.abs(one.size - nine.size)).toBeLessThanOrEqual(1)
  })

  it('T41 no fault says anything of the content or of a key › whatever was wrong with it', async () => {
    const secret = '绝密甲乙丙丁'
    const body = { name: secret, note: '13800001234' }
    const good = [slipLine(pair.from.card.id, 1, body)]
    const text = contentText(coreOf(pair, good), good)
    const spoilt = [
      text.replace('"rev":1', '"rev":1.5'),
      text.replace('"name"', '"name":1,"name"'),
      text.replace('{"t":"slip"', `{"t":"${secret}\u0000"`),
      text.slice(0, -1),
      text.replace('"slip":1', '"slip":2'),
      text.replace('"seq":1', '"seq":2'),
      `${secret}\n${text}`
    ]
    const attempts: Promise<unknown>[] = spoilt.map(async (each) => open(await sealRaw(pair, coreOf(pair, good), each)))
    attempts.push(sealRaw(pair, coreOf(pair, good), text, gzipSync(text.replace(secret, '甲'))).then((octets) => open(octets)))
    attempts.push(pack(pair, [slipLine(pair.from.card.id, 1, { ...body, memo: '\u202e' })]))
    attempts.push(open(withPayload(pair, file, Buffer.from(`age-encryption.org/v1\n-> X25519 ${pair.to.identities[0] ?? ''}\n---\n`))))
    const told = await Promise.all(attempts.map((attempt) => attempt.catch((error: unknown) => error)))
    for (const fault of told) {
      if (!(fault instanceof BundleFault)) throw new TypeError('it was accepted or broke in another way')
      const words = `${fault.message} ${fault.stack ?? ''} ${JSON.stringify({ ...fault, header: null })}`
      for (const each of [secret, '13800001234', ...pair.to.identities]) expect(words).not.toContain(each)
    }
  })
})

describe('what only the recipient opens', () => {
  it('T38 no stanza of ours › E_DECRYPT', async () => {
    const other = await madeUpOffice('神木演练单位', '610881-00')
    await expectFault(open(file, { identities: other.identities }), 'E_DECRYPT', 9)
  })

  it('T38 a million stanzas, a 100 MB line › E_LIMIT before any library sees them', async () => {
    const stanza = `-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n`
    for (const header of [stanza.repeat(20_000), 'x'.repeat(20_000_000)]) {
      const forged = withPayload(pair, file, Buffer.from(`age-encryption.org/v1\n${header}--- ${'A'.repeat(43)}\n`))
      const verified = await verify(pair, forged)
      const started = process.threadCpuUsage()
      await expectFault(openAll(verified, { identities: pair.to.identities }), 'E_LIMIT', 9)
      expect(cpuMs(started)).toBeLessThan(100)
    }
  })

  it('T38 passphrase stanza, also of cost 2^30 › E_DECRYPT at once', async () => {
    const locked = Buffer.from(await ageEncryptWithPassphrase(Buffer.from('x'), 'secret', 1)).toString('latin1')
    for (const cost of ['1', '30']) {
      const forged = withPayload(pair, file, Buffer.from(locked.replace(/ 1\n/, ` ${cost}\n`), 'latin1'))
      await expectFault(open(forged), 'E_DECRYPT', 9)
    }
  })

  it('T38 stanzas of unknown type › ignored, as age does; a header that was changed › E_DECRYPT', async () => {
    const payload = memberOf('payload.age').toString('latin1')
    await expectFault(
      open(withPayload(pair, file, Buffer.from(payload.replace('\n-> ', '\n-> joint x\nAAAA\n-> '), 'latin1'))),
      'E_DECRYPT',
      9
    )
    await expectFault(open(withPayload(pair, file, Buffer.from('not an age file\n--- x\n'))), 'E_DECRYPT', 9)
  })
})

/** Time of this thread's own work: the clock would count what else the machine does. */
function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(since)
  return (user + system) / 1000
}
