// Why: the office must not open on a share or a stick, and must not keep anybody out of his own disk.
import { describe, expect, it } from 'vitest'
import { linuxFolderKind, windowsFolderKind } from './folder-kind'
import { parseCount } from './printers'

const MOUNTS = [
  '/dev/sda2 / ext4 rw 0 0',
  '/dev/mapper/srv /srv btrfs rw 0 0',
  'tmpfs /run tmpfs rw 0 0',
  '/dev/sdb1 /run/media/a/U\\040盘 exfat rw 0 0',
  '/dev/sdc1 /mnt/usb ext4 rw 0 0',
  '//10.0.0.9/share /mnt/share cifs rw 0 0',
  '10.0.0.9:/data /mnt/nfs nfs4 rw 0 0',
  'host /mnt/host vboxsf rw 0 0',
  'user@host: /srv/a/far fuse.sshfs rw 0 0',
  '/dev/sda3 /srv/a/far/again ext4 rw 0 0'
].join('\n')
const BLOCKS: Readonly<Record<string, string>> = {
  '/sys/class/block/sda2': '/sys/devices/pci/ata1/block/sda/sda2',
  '/sys/class/block/sda3': '/sys/devices/pci/ata1/block/sda/sda3',
  '/sys/class/block/sdb1': '/sys/devices/pci/usb1/block/sdb/sdb1',
  '/sys/class/block/sdc1': '/sys/devices/pci/slot/block/sdc/sdc1'
}
const facts = {
  text: (path: string) =>
    Promise.resolve(path === '/proc/mounts' ? MOUNTS : path === '/sys/devices/pci/slot/block/sdc/removable' ? '1\n' : null),
  real: (path: string) =>
    Promise.resolve(
      BLOCKS[path] ?? (path.endsWith('/new') || path.startsWith('/sys') ? null : path === '/srv/link' ? '/mnt/share/x' : path)
    )
}

describe('linuxFolderKind', () => {
  it.each([
    ['/srv/a/.local/share/yipanqi', 'local'],
    ['/srv/a/.local/share/new', 'local'],
    ['/var/lib/yipanqi', 'local'],
    ['/run/media/a/U 盘/yipanqi', 'removable'],
    ['/mnt/usb/new', 'removable'],
    ['/mnt/usbstick', 'local'],
    ['/mnt/share', 'network'],
    ['/mnt/share/a/new', 'network'],
    ['/mnt/nfs/a', 'network'],
    ['/mnt/host/a', 'network'],
    ['/srv/a/far/x', 'network'],
    ['/srv/a/far/again/x', 'local'],
    ['/srv/link', 'network'],
    ['/run/user/1', 'local']
  ] as const)('%s › %s', async (path, kind) => expect(await linuxFolderKind(path, facts)).toBe(kind))

  it('a system without the list of mounts › does not say', async () =>
    expect(await linuxFolderKind('/srv', { ...facts, text: () => Promise.resolve(null) })).toBe('unknown'))
})

describe('windowsFolderKind', () => {
  const types: Readonly<Record<string, string>> = { 'D:': '3\r\n', 'E:': '2\r\n', 'Z:': '4\r\n', 'F:': '' }
  const kindOf = (path: string, real: string | null = path) =>
    windowsFolderKind(
      path,
      'c:',
      (drive) => Promise.resolve(types[drive] ?? ''),
      () => Promise.resolve(real)
    )

  it.each([
    ['C:\\People\\a\\AppData\\Roaming\\yipanqi', undefined, 'local'],
    ['c:\\data', null, 'local'],
    ['D:\\data', undefined, 'local'],
    ['\\\\?\\D:\\data', undefined, 'local'],
    ['E:\\data', undefined, 'removable'],
    ['Z:\\data', undefined, 'network'],
    ['X:\\data', '\\\\server\\share\\data', 'network'],
    ['X:\\data', '\\\\?\\UNC\\server\\share', 'network'],
    ['\\\\server\\share', null, 'network'],
    ['//server/share', null, 'network'],
    ['F:\\data', undefined, 'unknown'],
    ['data', null, 'unknown']
  ] as const)('%s (%s) › %s', async (path, real, kind) => expect(await kindOf(path, real)).toBe(kind))

  it('the drive of the system › is not asked about, because asking takes a second', async () => {
    const asked: string[] = []
    await windowsFolderKind(
      'C:\\x',
      'C:',
      (drive) => Promise.resolve((asked.push(drive), '')),
      () => Promise.resolve('C:\\x')
    )
    expect(asked).toEqual([])
  })
})

it.each([
  ['3\r\n', 3],
  ['0', 0],
  ['', null],
  ['Get-CimInstance : access denied', null]
] as const)('parseCount › %j › %s', (answer, count) => expect(parseCount(answer)).toBe(count))
