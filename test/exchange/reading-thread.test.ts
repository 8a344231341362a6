// A large bundle is read on a thread of its own: what comes out, and what it costs when something is wrong, is the same as on the office's thread.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileSource, type BundleFault } from '../../electron/core/container'
import { createContentReader, readContent, type ContentPart, type ContentRequest } from '../../electron/core/incoming'
import { loadReference } from '../../electron/core/modules/reference'
import { bundleScript } from '../kit/bundle-script'
import { sealLines, sealRaw } from './forge'
import { contentText, coreOf, madeUpOffice, madeUpPair, pack, sealG1, slipLine, verify, type Pair } from './made-up-offices'

const SLIPS = 6_000
const rulePacks = loadReference(resolve(import.meta.dirname, '../../resources/codes')).rulePacks.filter(({ id }) => id === 'order-555')
const root = mkdtempSync(join(tmpdir(), 'reading-'))
let thread = ''
let pair: Pair
let lines: string[]

const slip = (index: number): string =>
  slipLine(pair.from.card.id, index, {
    ...{ type: 'XC', schema_version: 1, policy_profile: 'order-555', slip_no: `610802-00-XC-2026-${String(index).padStart(6, '0')}` },
    ...{ sender_org: '610802000000', receiver_org: '141124000000', issued_on: '2026-03-05', due_on: '2026-03-20', urgency: 'urgent' },
    ...{ contact_post: '流动人口管理岗', subject_ref: 'x1', purpose_code: 'identity', legal_basis_code: 'request', consent_ref: 'TY-1' },
    // One in ten names a member nobody knows, so that some are refused.
    person: {
      name: '王小明',
      sex: '1',
      birth_date: '1988-01-01',
      id_no: '440524188001010014',
      hukou_code: '141124',
      ...(index % 10 === 0 ? { blood: 'A' } : {})
    },
    items: [{ code: 'identity' }],
    reason_text: '核对身份'.repeat(20)
  })

beforeAll(async () => {
  thread = await bundleScript('electron/core/house/incoming-thread.ts')
  pair = await madeUpPair()
  lines = Array.from({ length: SLIPS }, (_, index) => slip(index))
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

interface Heard {
  readonly parts: readonly ContentPart[]
  readonly logged: readonly string[]
  readonly fault: unknown
}

const request = ({ to }: Pair): ContentRequest => ({ identities: to.identities, sm2: to.sm2.device, packs: rulePacks, schema: 'slip/1' })

async function hear(octets: Uint8Array, entry: string | null, of: Pair = pair): Promise<Heard> {
  const path = join(root, 'bundle')
  writeFileSync(path, octets)
  const source = await openFileSource(path)
  const [parts, logged]: [ContentPart[], string[]] = [[], []]
  try {
    const bundle = await verify(of, source)
    const read = createContentReader(entry, { write: (event) => void logged.push(event) })
    try {
      for await (const part of read(bundle, path, request(of))) parts.push(part)
    } catch (fault) {
      return { parts, logged, fault }
    }
    return { parts, logged, fault: null }
  } finally {
    await source.close()
  }
}

const all = ({ parts }: Heard, kind: 'slips' | 'refused' | 'receipts' | 'kept'): unknown[] => parts.flatMap<unknown>((part) => part[kind])
const faultOf = ({ fault }: Heard): unknown => {
  const { code, step, params, header } = fault as BundleFault
  return { code, step, params, from: header?.from.id }
}

describe('reading thread', () => {
  it('parts › six thousand slips, a tenth refused › equal those read on the thread of the office', async () => {
    const file = await sealLines(pair, coreOf(pair, lines), lines)
    const [apart, here] = [await hear(file, thread), await hear(file, null)]
    expect([apart.fault, apart.logged]).toEqual([null, []])
    expect(all(here, 'slips').length).toBe(SLIPS * 0.9)
    expect(all(here, 'refused').length).toBe(SLIPS * 0.1)
    for (const kind of ['slips', 'refused', 'receipts', 'kept'] as const) expect(all(apart, kind)).toEqual(all(here, kind))
    expect(apart.parts.filter(({ core }) => core !== null).map(({ core }) => core)).toEqual([here.parts[0]?.core])
  })

  it('suite G1 › the device unwraps on the thread of the office, the rest is read apart; without a key E_DECRYPT', async () => {
    const national = await madeUpPair(['G1'])
    const file = await sealG1(national, await pack(national, lines, {}, 'G1'))
    const heard = await hear(file, thread, national)
    expect([heard.fault, heard.logged]).toEqual([null, []])
    expect(all(heard, 'slips').length).toBe(SLIPS * 0.9)
    const stranger = { ...national, to: { ...national.to, sm2: (await madeUpOffice('绥德演练单位', '610826-00')).sm2 } }
    expect(faultOf(await hear(file, thread, stranger))).toMatchObject({ code: 'E_DECRYPT', step: 9 })
  })

  it.each([
    ['a member twice in the last line', (text: string) => text.replace('-005999"', '-005999","slip_no":"-"')],
    ['a core that counts more', (text: string) => text.replace(`"slip":${String(SLIPS)}`, `"slip":${String(SLIPS + 1)}`)]
  ])('fault › %s › the same code, step and line as on the thread of the office', async (_, spoil) => {
    const core = coreOf(pair, lines)
    const whole = contentText(core, lines)
    const spoiled = spoil(whole)
    expect(spoiled).not.toBe(whole)
    const file = await sealRaw(pair, core, spoiled)
    const [apart, here] = [await hear(file, thread), await hear(file, null)]
    expect(faultOf(here)).toMatchObject({ code: expect.stringMatching(/^E_/) as string })
    expect(faultOf(apart)).toEqual(faultOf(here))
  })

  it('a thread that does not start › is read on the thread of the office, and the log says so', async () => {
    const file = await sealLines(pair, coreOf(pair, lines), lines)
    const heard = await hear(file, join(root, 'nowhere.mjs'))
    expect([heard.fault, heard.logged, all(heard, 'slips').length]).toEqual([null, ['reading_thread_failed'], SLIPS * 0.9])
  })

  it('a reader who leaves › ends the thread, and another can be started at once', async () => {
    const file = await sealLines(pair, coreOf(pair, lines), lines)
    const path = join(root, 'left')
    writeFileSync(path, file)
    const source = await openFileSource(path)
    const bundle = await verify(pair, source)
    const read = createContentReader(thread, { write: () => undefined })
    for await (const part of read(bundle, path, request(pair))) {
      expect(part.core).not.toBeNull()
      break
    }
    let slips = 0
    for await (const part of read(bundle, path, request(pair))) slips += part.slips.length
    let here = 0
    for await (const part of readContent(bundle, request(pair))) here += part.slips.length
    expect(slips).toBe(here)
    await source.close()
  })

  it('a small bundle › starts no thread', async () => {
    const few = lines.slice(0, 20)
    const heard = await hear(await sealLines(pair, coreOf(pair, few), few), join(root, 'nowhere.mjs'))
    expect([heard.fault, heard.logged, all(heard, 'slips').length]).toEqual([null, [], 18])
  })
})
