/** Sticks as they are: listed by what the system says, full, pulled, lying, held by a scanner, or full of traps. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256Text } from '../crypto'
import {
  assertRoom,
  copyIn,
  linuxDrives,
  parseWindowsDrives,
  windowsDrives,
  scanStick,
  systemStick,
  writeStickFile,
  type StickLayer
} from './index'

let root = ''
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'stick-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const fail = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
const quick: StickLayer = { ...systemStick, pause: () => Promise.resolve() }
const file = (octets: Uint8Array, name = 'a.jhb') => ({
  folder: root,
  name,
  size: octets.length,
  digest: sha256Text(octets),
  pieces: () => [octets]
})
const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error
const octets = Buffer.from('x'.repeat(5000))

describe('linuxDrives', () => {
  const facts = (texts: Record<string, string>, real: Record<string, string>) => ({
    text: (path: string) => Promise.resolve(texts[path] ?? null),
    real: (path: string) => Promise.resolve(real[path] ?? null),
    free: () => Promise.resolve(1000)
  })

  it('lists what is removable or hangs on USB, once each, with the spaces of its name', async () => {
    const disk = '/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/block/sda'
    const drives = await linuxDrives(
      facts(
        {
          '/proc/mounts':
            '/dev/sda1 / ext4 rw 0 0\nproc /proc proc rw 0 0\n/dev/sdb1 /media/u/MY\\040STICK vfat rw 0 0\n/dev/sdc1 /media/u/BIG exfat rw 0 0\n/dev/sdb1 /media/u/MY\\040STICK vfat rw 0 0\n/dev/mmcblk0p1 /media/u/CARD vfat rw 0 0\n',
          [`${disk}/removable`]: '0\n',
          '/sys/devices/x/sdb/removable': '1\n',
          '/sys/devices/platform/mmc/mmcblk0/removable': '1\n'
        },
        {
          '/sys/class/block/sda1': `${disk}/sda1`,
          '/sys/class/block/sdb1': '/sys/devices/x/sdb/sdb1',
          '/sys/class/block/sdc1': '/sys/devices/pci0000:00/0000:00:14.0/usb2/2-1/host6/block/sdc/sdc1',
          '/sys/class/block/mmcblk0p1': '/sys/devices/platform/mmc/mmcblk0/mmcblk0p1'
        }
      )
    )
    expect(drives.map(({ label, path, free }) => [label, path, free])).toEqual([
      ['MY STICK', '/media/u/MY STICK', 1000],
      ['BIG', '/media/u/BIG', 1000],
      ['CARD', '/media/u/CARD', 1000]
    ])
    expect(new Set(drives.map(({ id }) => id)).size).toBe(3)
    expect(await linuxDrives(facts({}, {}))).toEqual([])
  })
})

describe('parseWindowsDrives', () => {
  it('asks PowerShell again only when a letter came or went, or the answer is old', async () => {
    let [letters, asked, time] = ['驱动器: C:\\ E:\\ ', 0, 0]
    const list = windowsDrives(
      () => Promise.resolve(letters),
      () => {
        asked += 1
        return Promise.resolve(JSON.stringify({ DeviceID: 'E:', VolumeName: '交换', FreeSpace: 5 }))
      },
      () => time
    )
    expect((await list()).map(({ path }) => path)).toEqual(['E:\\'])
    time = 59_000
    await list()
    expect(asked).toBe(1)
    letters = '驱动器: C:\\ E:\\ F:\\ '
    await list()
    time += 61_000
    await list()
    expect(asked).toBe(3)
    letters = ''
    await list()
    await list()
    expect(asked).toBe(5)
  })

  it('reads nothing, one drive, several, and never anything but a drive letter', () => {
    expect(parseWindowsDrives('')).toEqual([])
    expect(parseWindowsDrives('not json')).toEqual([])
    expect(parseWindowsDrives('{"DeviceID":"E:","VolumeName":"县局","FreeSpace":123}')).toMatchObject([
      { label: '县局（E:）', path: 'E:\\', free: 123 }
    ])
    expect(
      parseWindowsDrives('[{"DeviceID":"E:","VolumeName":null,"FreeSpace":null},{"DeviceID":"\\\\\\\\host\\\\x"},{"DeviceID":7},null]')
    ).toMatchObject([{ label: 'E:', free: null }])
  })
})

describe('writeStickFile', () => {
  it('leaves the whole file and no temporary name', async () => {
    writeFileSync(join(root, 'a.jhb.part'), 'left behind by a pulled stick')
    await writeStickFile(quick, file(octets))
    expect(readdirSync(root)).toEqual(['a.jhb'])
    expect(readFileSync(join(root, 'a.jhb')).equals(octets)).toBe(true)
    await writeStickFile({ ...quick, create: fail('EIO') }, file(octets))
  })

  const faults: readonly [string, Partial<StickLayer>, string][] = [
    ['a full stick', { create: fail('ENOSPC') }, 'exchange.stick_full'],
    ['a full stick whose driver says EPERM', { create: fail('EPERM'), free: () => Promise.resolve(10) }, 'exchange.stick_full'],
    ['a write-protected stick', { create: fail('EROFS') }, 'storage.read_only'],
    ['a stick without permission', { create: fail('EACCES'), free: () => Promise.resolve(1e9) }, 'storage.read_only'],
    ['a pulled stick', { create: fail('ENODEV') }, 'exchange.drive_gone'],
    ['a failing stick', { create: fail('EIO') }, 'storage.failed'],
    ['a stick that cannot flush its folder', { flushFolder: fail('EIO') }, 'storage.failed'],
    ['a file held by a scanner for ever', { rename: fail('EBUSY') }, 'storage.failed']
  ]
  it.each(faults)('T70 T71 says in words what is wrong with %s, and leaves no temporary name', async (_what, layer, expected) => {
    await expect(writeStickFile({ ...quick, ...layer }, file(octets))).rejects.toThrow(code(expected))
    expect(readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('T70 removes the part when the stick fills up half way', async () => {
    const layer: StickLayer = {
      ...quick,
      async create(path) {
        const writer = await quick.create(path)
        let first = true
        return {
          ...writer,
          write: (piece) => {
            if (!first) return fail('ENOSPC')()
            first = false
            return writer.write(piece)
          }
        }
      }
    }
    const two = { ...file(Buffer.concat([octets, octets])), pieces: () => [octets, octets] }
    await expect(writeStickFile(layer, two)).rejects.toThrow(code('exchange.stick_full'))
    expect(readdirSync(root)).toEqual([])
  })

  it('T70 takes a permission withdrawn in the middle of a file for a full stick › as one FAT driver says it', async () => {
    const create: StickLayer['create'] = async (path) => ({ ...(await quick.create(path)), write: fail('EPERM') })
    await expect(writeStickFile({ ...quick, create, free: () => Promise.resolve(null) }, file(octets))).rejects.toThrow(
      code('exchange.stick_full')
    )
  })

  it('T69 says that a stick is gone when its folder is, whatever its driver says', async () => {
    const layer: StickLayer = { ...quick, create: fail('EIO'), device: fail('ENOTCONN') }
    await expect(writeStickFile(layer, file(octets))).rejects.toThrow(code('exchange.drive_gone'))
    const empty: StickLayer = { ...quick, create: (path) => quick.create(`${path}-elsewhere`) }
    await expect(writeStickFile(empty, file(octets))).rejects.toThrow(code('exchange.drive_gone'))
  })

  it('T69 refuses a stick that reads back something else, and leaves nothing of it', async () => {
    const lying: StickLayer = {
      ...quick,
      async create(path) {
        const writer = await quick.create(path)
        return { ...writer, write: (piece) => writer.write(Buffer.from(piece).fill(0, 10, 20)) }
      }
    }
    await expect(writeStickFile(lying, file(octets))).rejects.toThrow(code('exchange.read_back_differs'))
    expect(readdirSync(root)).toEqual([])
  })

  it('T75 waits for a scanner that holds the file, five times over three seconds', async () => {
    const pauses: number[] = []
    let held = 5
    const layer: StickLayer = {
      ...quick,
      pause: (milliseconds) => Promise.resolve(void pauses.push(milliseconds)),
      rename: (from, to) => (held-- > 0 ? fail('EBUSY')() : quick.rename(from, to))
    }
    await writeStickFile(layer, file(octets))
    expect(existsSync(join(root, 'a.jhb'))).toBe(true)
    expect(pauses).toHaveLength(5)
    expect(pauses.reduce((sum, pause) => sum + pause)).toBe(3000)
  })

  it('assertRoom › asks for a tenth more than the files and says how much is missing', async () => {
    const with900 = { ...quick, free: () => Promise.resolve(2_000_000) }
    await expect(assertRoom(with900, root, 1_900_000)).rejects.toThrow(code('exchange.stick_full'))
    await expect(assertRoom(with900, root, 3_000_000)).rejects.toThrow(expect.objectContaining({ params: { missing: '1.3 MB' } }) as Error)
    await assertRoom(with900, root, 1_800_000)
    await assertRoom({ ...quick, free: () => Promise.resolve(null) }, root, 1e12)
  })
})

describe('scanStick', () => {
  const wanted = (name: string): boolean => name.endsWith('.jhb')

  it('T13 finds regular files only, says why others are passed over, and goes on', async () => {
    mkdirSync(join(root, 'JHB', '141124-00'), { recursive: true })
    writeFileSync(join(root, 'JHB', '141124-00', 'good.jhb'), 'x')
    writeFileSync(join(root, 'note.txt'), 'x')
    mkdirSync(join(root, 'folder.jhb'))
    symlinkSync('/etc/passwd', join(root, 'link.jhb'))
    symlinkSync('/etc', join(root, 'etc'))
    execFileSync('mkfifo', [join(root, 'pipe.jhb')])
    const { files, skipped } = await scanStick(systemStick, root, wanted)
    expect(files.map(({ name, size }) => [name, size])).toEqual([['good.jhb', 1]])
    expect(skipped.map(({ name, reason }) => `${name} ${reason}`).sort()).toEqual([
      'folder.jhb not-a-file',
      'link.jhb not-a-file',
      'pipe.jhb not-a-file'
    ])
  })

  it('T14 stops at four folders and at ten thousand entries, and tells so', async () => {
    const deep = join(root, ...Array.from({ length: 50 }, () => 'd'))
    mkdirSync(deep, { recursive: true })
    writeFileSync(join(deep, 'far.jhb'), 'x')
    writeFileSync(join(root, 'd', 'd', 'd', 'd', 'near.jhb'), 'x')
    const first = await scanStick(systemStick, root, wanted)
    expect(first.files.map(({ name }) => name)).toEqual(['near.jhb'])
    expect(first.skipped).toEqual([{ name: 'd', reason: 'too-deep' }])
    const crowd: StickLayer = { ...systemStick, list: () => Promise.resolve(Array.from({ length: 10_001 }, (_, i) => `f${String(i)}.txt`)) }
    const second = await scanStick({ ...crowd, look: systemStick.look }, root, wanted)
    expect(second.skipped.at(-1)?.reason).toBe('too-many')
  })

  it('T83 names longer than 200 characters › are told cut', async () => {
    writeFileSync(join(root, `${'a'.repeat(240)}.jhb`), 'x')
    mkdirSync(join(root, `${'b'.repeat(240)}.jhb`))
    const { files, skipped } = await scanStick(systemStick, root, wanted)
    expect([...files, ...skipped].every(({ name }) => name.length === 200)).toBe(true)
    expect(files).toHaveLength(1)
  })

  it('T69 never takes a stick that was pulled while being looked at for an empty one', async () => {
    writeFileSync(join(root, 'good.jhb'), 'x')
    let devices = 0
    const unmounted: StickLayer = { ...systemStick, look: fail('ENOENT'), device: () => Promise.resolve(devices++) }
    await expect(scanStick(unmounted, root, wanted)).rejects.toThrow(code('exchange.drive_gone'))
    await expect(scanStick({ ...systemStick, look: fail('ENOTCONN') }, root, wanted)).rejects.toThrow(code('ENOTCONN'))
  })

  it('tells of what it cannot even look at, for it may be a folder', async () => {
    mkdirSync(join(root, 'JHB'))
    const { skipped } = await scanStick({ ...systemStick, look: fail('EIO') }, root, wanted)
    expect(skipped).toEqual([{ name: 'JHB', reason: 'unreadable' }])
  })

  it('throws what the system says when the stick itself is gone', async () => {
    await expect(scanStick(systemStick, join(root, 'nowhere'), wanted)).rejects.toThrow(code('ENOENT'))
  })
})

describe('copyIn', () => {
  it('copies once while hashing, never follows a link, and refuses what is too large', async () => {
    writeFileSync(join(root, 'a.jhb'), octets)
    symlinkSync(join(root, 'a.jhb'), join(root, 'link.jhb'))
    const to = join(root, 'copy')
    expect(await copyIn(systemStick, join(root, 'a.jhb'), to, 10_000)).toEqual({ digest: sha256Text(octets), bytes: 5000 })
    expect(readFileSync(to).equals(octets)).toBe(true)
    expect(await copyIn(systemStick, join(root, 'link.jhb'), `${to}2`, 10_000)).toEqual({ skipped: 'unreadable' })
    expect(await copyIn(systemStick, join(root, 'a.jhb'), `${to}3`, 4_999)).toEqual({ skipped: 'too-large' })
    expect(await copyIn(systemStick, join(root, 'gone.jhb'), `${to}4`, 10)).toEqual({ skipped: 'unreadable' })
    await expect(copyIn({ ...systemStick, open: fail('ENODEV') }, join(root, 'a.jhb'), `${to}5`, 10)).rejects.toThrow(code('ENODEV'))
  })

  it('T69 reports a file that breaks off while being read', async () => {
    const torn: StickLayer = {
      ...systemStick,
      open: () =>
        Promise.resolve({
          regular: true,
          size: 100,
          pieces: async function* () {
            yield Buffer.from('half')
            await fail('EIO')()
          },
          close: () => Promise.resolve()
        })
    }
    expect(await copyIn(torn, 'x', join(root, 'copy'), 1000)).toEqual({ skipped: 'unreadable' })
  })
})
