// T01–T12 (T13 and T14 stand with the scanner): whatever happens to the container, the file is refused by name and nothing is believed.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesSource, explainFault, readCardFile, writeCardFile, type ByteSource } from '../../../electron/core/container'
import { expectFault, faultOf } from '../expect-fault'
import { membersOf, storedZip, withMembers } from '../forge'
import { madeUpPair, pack, seal, slipLines, verify, type Pair } from '../made-up-offices'

let pair: Pair
let file: Uint8Array

beforeAll(async () => {
  pair = await madeUpPair()
  file = await seal(pair, await pack(pair, slipLines(pair.from.card.id, 1)))
})

const flipped = (octets: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(octets)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
const patched = (at: number, ...octets: number[]): Buffer => {
  const copy = Buffer.from(file)
  octets.forEach((octet, i) => (copy[at + i] = octet))
  return copy
}

describe('container', () => {
  it('is what the independent writer of these tests makes of the same members', () => {
    expect(storedZip(membersOf(file)).equals(file)).toBe(true)
  })

  it('T01 every single bit flipped › refused, never as a forgery where the checksum already shows damage', async () => {
    const codes = new Map<string, number>()
    for (let bit = 0; bit < file.length * 8; bit++) {
      const { code } = await faultOf(verify(pair, flipped(file, bit)))
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    expect([...codes.keys()].sort()).toEqual(['E_CONTAINER', 'E_LIMIT'])
  }, 60_000)

  it('T01 bits of a bundle of a thousand slips, sampled › refused', async () => {
    const large = await seal(pair, await pack(pair, slipLines(pair.from.card.id, 1000)))
    const step = Math.floor((large.length * 8) / 400) | 1
    for (let bit = 3; bit < large.length * 8; bit += step)
      expect(['E_CONTAINER', 'E_LIMIT']).toContain((await faultOf(verify(pair, flipped(large, bit)))).code)
  })

  it('T02 cut at every length › E_TRUNCATED', async () => {
    for (let length = 0; length < file.length; length++) await expectFault(verify(pair, file.subarray(0, length)), 'E_TRUNCATED', 2)
  })

  it('T01 T02 a key card › every flip and cut refused', async () => {
    const card = writeCardFile(pair.from.card)
    expect((await readCardFile(card)).digest).toBe(pair.from.card.digest)
    for (let bit = 0; bit < card.length * 8; bit += 3) await faultOf(readCardFile(flipped(card, bit)))
    for (let length = 0; length < card.length; length++) await expectFault(readCardFile(card.subarray(0, length)), 'E_TRUNCATED', 2)
  })

  it('T03 bytes appended › E_TRAILING', async () => {
    for (const tail of ['\0', 'comment', Buffer.from(file)])
      await expectFault(verify(pair, Buffer.concat([file, Buffer.from(tail)])), 'E_TRAILING', 2)
    await expectFault(
      verify(pair, storedZip(membersOf(file), { end: (record) => Buffer.concat([record, Buffer.from('x')]) })),
      'E_TRAILING',
      2
    )
  })

  it('T04 bytes in front › E_CONTAINER', async () => {
    for (const front of ['MZ', '\ufeff', '#!/bin/sh\n'])
      await expectFault(verify(pair, Buffer.concat([Buffer.from(front), file])), 'E_CONTAINER', 2)
  })

  it('T05 local and central header disagree › E_CONTAINER', async () => {
    for (const at of [16, 20, 24, 42, 46]) {
      const central = (header: Buffer, index: number): Buffer => (index === 2 ? Buffer.from(flipped(header, at * 8)) : header)
      await expectFault(verify(pair, storedZip(membersOf(file), { central })), 'E_CONTAINER', 2)
    }
  })

  const hostileNames = ['../../x', 'C:\\x', '/etc/x', 'a\0b', 'HEADER.JSON', 'header.jso_']
  it.each([
    ['duplicate', (m: ReturnType<typeof membersOf>) => [...m.slice(0, 2), ...m.slice(1)], 'E_CONTAINER'],
    ['swapped', (m: ReturnType<typeof membersOf>) => [m[0], m[2], m[1], ...m.slice(3)], 'E_CONTAINER'],
    ['missing', (m: ReturnType<typeof membersOf>) => m.filter((_, i) => i !== 3), 'E_CONTAINER'],
    ['extra after the payload', (m: ReturnType<typeof membersOf>) => [...m, ['extra', 'x'] as const], 'E_CONTAINER'],
    ...hostileNames.map(
      (name) =>
        [
          `named ${JSON.stringify(name)}`,
          (m: ReturnType<typeof membersOf>) => [m[0], [name, m[1]?.[1] ?? ''] as const, ...m.slice(2)],
          'E_CONTAINER'
        ] as const
    )
  ] as const)('T06 member %s › refused', async (_, change, code) => {
    const members = change(membersOf(file)).flatMap((member) => (member === undefined ? [] : [member]))
    await expectFault(verify(pair, storedZip(members)), code, 2)
  })

  it('T07 link or device by external attributes or extra fields › E_CONTAINER', async () => {
    const central = (header: Buffer): Buffer => {
      header.writeUInt32LE(0xa1ff0000, 38)
      return header
    }
    await expectFault(verify(pair, storedZip(membersOf(file), { central })), 'E_CONTAINER', 2)
    const local = (header: Buffer, index: number): Buffer =>
      index === 1 ? Buffer.concat([header.subarray(0, 28), Buffer.from([4, 0]), header.subarray(30), Buffer.alloc(4)]) : header
    await expectFault(verify(pair, storedZip(membersOf(file), { local })), 'E_CONTAINER', 2)
  })

  it('T08 compressed, encrypted, data descriptor, ZIP64, multi-disk › E_CONTAINER', async () => {
    await expectFault(verify(pair, patched(8, 8)), 'E_CONTAINER', 2)
    await expectFault(verify(pair, patched(6, 1)), 'E_CONTAINER', 2)
    await expectFault(verify(pair, patched(6, 8)), 'E_CONTAINER', 2)
    await expectFault(verify(pair, patched(4, 45)), 'E_CONTAINER', 2)
    const end = (record: Buffer): Buffer => {
      record.writeUInt16LE(1, 4)
      return record
    }
    await expectFault(verify(pair, storedZip(membersOf(file), { end })), 'E_CONTAINER', 2)
  })

  it('T09 overlapping members › impossible: every offset is recomputed', async () => {
    const central = (header: Buffer, index: number): Buffer => {
      if (index > 0) header.writeUInt32LE(0, 42)
      return header
    }
    await expectFault(verify(pair, storedZip(membersOf(file), { central })), 'E_CONTAINER', 2)
  })

  it('T10 sizes that lie › refused without allocating what they claim', async () => {
    const headerAt = 30 + 8 + 19
    await expectFault(verify(pair, patched(headerAt + 18, 255, 255, 255, 255, 255, 255, 255, 255)), 'E_LIMIT', 2)
    await expectFault(verify(pair, patched(headerAt + 18, 0, 0, 4, 0, 0, 0, 4, 0)), 'E_TRUNCATED', 2)
    await expectFault(verify(pair, patched(headerAt + 18, 0, 0, 4, 0)), 'E_CONTAINER', 2)
    await expectFault(verify(pair, patched(18, 18, 0, 0, 0, 18, 0, 0, 0)), 'E_LIMIT', 2)
    const huge: ByteSource = { size: 1_073_741_825, read: () => Promise.reject(new TypeError('nothing may be read')) }
    await expectFault(verify(pair, huge), 'E_LIMIT', 2)
  })

  it('T11 zeros, zero-filled tail, foreign files › E_CONTAINER; nothing at all › E_TRUNCATED', async () => {
    await expectFault(verify(pair, new Uint8Array(5000)), 'E_CONTAINER', 2)
    for (const keep of [100, 1000, file.length - 100]) {
      const tail = Buffer.from(file)
      tail.fill(0, keep)
      await expectFault(verify(pair, tail), 'E_CONTAINER', 2)
    }
    await expectFault(verify(pair, Buffer.from('%PDF-1.7 something else entirely, renamed')), 'E_CONTAINER', 2)
    await expectFault(verify(pair, storedZip([['[Content_Types].xml', '<Types/>']])), 'E_CONTAINER', 2)
    await expectFault(verify(pair, new Uint8Array(0)), 'E_TRUNCATED', 2)
  })

  it('T12 line ends converted or packed again › E_CONTAINER', async () => {
    const crlf = Buffer.from(Buffer.from(file).toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
    await expectFault(verify(pair, crlf), 'E_CONTAINER', 2)
    const local = (header: Buffer): Buffer => {
      header.writeUInt16LE(20, 4)
      return header
    }
    await expectFault(verify(pair, storedZip(membersOf(file), { local })), 'E_CONTAINER', 2)
    expect(explainFault('E_CONTAINER').advice).toContain('原样')
    const packed = deflateRawSync(Buffer.from(file))
    await expectFault(verify(pair, packed), 'E_CONTAINER', 2)
  })

  it.skipIf(!hasTool('zip'))('T12 repacked by Info-ZIP (skipped where `zip` is missing) › E_CONTAINER', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jhb-'))
    try {
      for (const [name, data] of membersOf(file)) writeFileSync(join(folder, name), data)
      execFileSync('zip', ['-q', '-0', '-X', 'out.zip', ...membersOf(file).map(([name]) => name)], { cwd: folder })
      await expectFault(verify(pair, readFileSync(join(folder, 'out.zip'))), 'E_CONTAINER', 2)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('payload against kind › a status with payload and data without are E_CONTAINER', async () => {
    const status = await seal(pair, null)
    await expectFault(verify(pair, withMembers(file, { 'payload.age': null })), 'E_CONTAINER', 3)
    await expectFault(verify(pair, storedZip([...membersOf(status), ['payload.age', 'x']])), 'E_CONTAINER', 3)
  })

  it('a file that shrinks while it is read › refused, not believed', async () => {
    const shrinking: ByteSource = { size: file.length, read: (offset, length) => bytesSource(file.subarray(0, 500)).read(offset, length) }
    await faultOf(verify(pair, shrinking))
  })
})

function hasTool(name: string): boolean {
  try {
    execFileSync(name, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
