/** 弹出 says true only when the system did, and never touches a path that is no drive. */
import { describe, expect, test } from 'vitest'
import { linuxEject, windowsEject, type EjectFacts } from './eject'

interface Stage {
  readonly facts: EjectFacts
  readonly ran: string[]
}

function stage(mounts: string, refused: readonly string[] = []): Stage {
  const ran: string[] = []
  const facts: EjectFacts = {
    run: (program, args) => {
      ran.push([program, ...args].join(' '))
      return Promise.resolve(!refused.some((word) => args.includes(word)))
    },
    text: () => Promise.resolve(mounts),
    real: (path) =>
      Promise.resolve(path.endsWith('sdb1') ? '/sys/devices/pci/usb1/host6/block/sdb/sdb1' : '/sys/devices/pci/usb1/block/sdc')
  }
  return { facts, ran }
}
const MOUNTS =
  '/dev/sda2 / ext4 rw 0 0\n/dev/sdb1 /media/office/\\344\\272\\244\\346\\215\\242\\040U vfat rw 0 0\n/dev/sdc /media/plain vfat rw 0 0\n'
const STICK = Buffer.from('/media/office/').toString() + Buffer.from('交换 U').toString('latin1')

describe('linuxEject', () => {
  test('a partition › is unmounted, and the whole stick loses its power', async () => {
    const { facts, ran } = stage(MOUNTS)
    expect(await linuxEject(STICK, facts)).toBe(true)
    expect(ran).toEqual(['udisksctl unmount --no-user-interaction -b /dev/sdb1', 'udisksctl power-off --no-user-interaction -b /dev/sdb'])
  })

  test('a stick without partitions › is itself the whole', async () => {
    const { facts, ran } = stage(MOUNTS)
    expect(await linuxEject('/media/plain', facts)).toBe(true)
    expect(ran.at(-1)).toBe('udisksctl power-off --no-user-interaction -b /dev/sdc')
  })

  test('in use by another program › is not gone, and nothing more is tried', async () => {
    const { facts, ran } = stage(MOUNTS, ['unmount'])
    expect(await linuxEject('/media/plain', facts)).toBe(false)
    expect(ran).toHaveLength(1)
  })

  test('power that cannot be taken away › it is unmounted all the same', async () => {
    expect(await linuxEject('/media/plain', stage(MOUNTS, ['power-off']).facts)).toBe(true)
  })

  test('a folder that is no drive › nothing is run', async () => {
    const { facts, ran } = stage(MOUNTS)
    expect(await linuxEject('/srv/office/U盘', facts)).toBe(false)
    expect(ran).toEqual([])
  })
})

describe('windowsEject', () => {
  test('a drive letter › is asked for, and believed only when it is gone', async () => {
    const asked: string[] = []
    const answering = (answer: string) => (line: string) => {
      asked.push(line)
      return Promise.resolve(answer)
    }
    expect(await windowsEject('E:\\', answering('gone\r\n'))).toBe(true)
    expect(await windowsEject('E:\\', answering('there\r\n'))).toBe(false)
    expect(await windowsEject('E:\\', answering(''))).toBe(false)
    expect(asked[0]).toContain("ParseName('E:')")
  })

  test.each(['C:\\用户\\U盘', "E:'; Remove-Item C:\\ -Recurse; '\\", '\\\\server\\share', ''])(
    '%j › is no drive, and nothing is asked',
    async (path) => {
      expect(
        await windowsEject(path, () => {
          throw new RangeError('asked')
        })
      ).toBe(false)
    }
  )
})
