/** The verifier for others is one file that plain Node runs: it says of every file what the office itself would say. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bytesSource, verifyWithCards, writeCardFile, BundleFault } from '../../electron/core/container'
import { buildVerifier } from '../../scripts/build-verifier.mjs'
import { seededRandom, seedOf } from '../kit/seed'
import { madeUpPair, pack, seal, slipLines, type Pair } from './made-up-offices'

const FILES = 300
const dir = mkdtempSync(join(tmpdir(), 'verifier-'))
const program = join(dir, 'alone', 'yipanqi-verify.mjs')
const seed = seedOf('VERIFIER_SEED')
const random = seededRandom(seed)
let pair: Pair
let bundle: Uint8Array

beforeAll(async () => {
  console.info(`VERIFIER_SEED=${seed}`)
  await buildVerifier(join(dir, 'built'))
  // Away from the project: nothing beside it may be needed.
  mkdirSync(join(dir, 'alone'))
  cpSync(join(dir, 'built', 'yipanqi-verify.mjs'), program)
  expect(readdirSync(join(dir, 'built'))).toEqual(['yipanqi-verify.mjs'])
  pair = await madeUpPair()
  bundle = await seal(pair, await pack(pair, slipLines(pair.from.card.id, 3)))
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})

interface Said {
  readonly file: string
  readonly verified: boolean
  readonly code?: string
  readonly sender?: { readonly confirmed: boolean; readonly code: string }
}

function verifier(...args: readonly string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: dir, encoding: 'utf8', env: {} })
  return { status, out: stdout, err: stderr }
}
const saidOf = (out: string): Said[] => out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Said]))

function keep(name: string, octets: Uint8Array): string {
  const path = join(dir, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, octets)
  return path
}

/** One damage of each kind that sticks and people do. */
function damaged(): Uint8Array {
  const copy = Uint8Array.from(bundle)
  const at = Math.floor(random() * copy.length)
  const kind = Math.floor(random() * 4)
  if (kind === 0) return copy.subarray(0, at)
  if (kind === 1) return Buffer.concat([copy, Buffer.from([0])])
  if (kind === 2) copy.fill(0, at, at + 16)
  else copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8))
  return copy
}

it('verifier › says of whole and damaged files what the office says', async () => {
  const expected = new Map<string, string | null>()
  for (let at = 0; at < FILES; at++) {
    const octets = at % 10 === 0 ? bundle : damaged()
    const path = keep(`stick/收件箱/${String(at).padStart(3, '0')}.jhb`, octets)
    const fault = await verifyWithCards(bytesSource(octets), [pair.from.card]).catch((error: unknown) => error)
    expected.set(path, fault instanceof BundleFault ? fault.code : null)
  }
  keep('stick/说明.txt', Buffer.from('不是包'))
  const card = keep('发件单位.jhk', writeCardFile(pair.from.card))
  const { status, out } = verifier('stick', '--card', card, '--json')
  expect(status).toBe(2)
  const said = saidOf(out)
  expect(said).toHaveLength(FILES)
  for (const { file, verified, code, sender } of said) {
    expect(code ?? null).toBe(expected.get(join(dir, file)))
    expect(verified).toBe(expected.get(join(dir, file)) === null)
    if (verified) expect(sender).toMatchObject({ confirmed: true, code: '610802-00' })
  }
})

it('verifier › without a card › says that nobody vouches for the sender; with the card of another › refuses', () => {
  const file = keep('one.jhb', bundle)
  const alone = verifier(file)
  expect(alone.status).toBe(0)
  expect(alone.out).toContain('不证明是谁发的')
  expect(alone.out).toContain('核对数字')
  expect(alone.out).toContain('加密：通用算法')
  const other = verifier(file, '--card', keep('别的单位.jhk', writeCardFile(pair.to.card)), '--json')
  expect(other.status).toBe(2)
  expect(saidOf(other.out)).toMatchObject([{ verified: false, code: 'E_UNKNOWN_SENDER' }])
})

it('verifier › tells how it is used, and what it cannot read, in Chinese', () => {
  expect(verifier()).toMatchObject({ status: 64, out: '' })
  expect(verifier().err).toContain('用法')
  expect(verifier('nowhere.jhb')).toMatchObject({ status: 2 })
  expect(verifier('nowhere.jhb').out).toContain('这个文件打不开')
  expect(verifier('one.jhb', '--card', keep('card.jhk', Buffer.from('x'))).status).toBe(64)
  mkdirSync(join(dir, 'empty'), { recursive: true })
  expect(verifier('empty')).toMatchObject({ status: 2 })
})

it('verifier › runs under the oldest Node there is on this PC as well', () => {
  const node = execFileSync('node', ['--version'], { encoding: 'utf8', env: { PATH: process.env['PATH'] } })
  expect(node).toMatch(/^v\d+/)
  const out = execFileSync('node', [program, keep('two.jhb', bundle)], { encoding: 'utf8', env: { PATH: process.env['PATH'] } })
  expect(out).toContain('共 1 个，通过 1 个。')
})
