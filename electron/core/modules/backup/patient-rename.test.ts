/** A held file is waited for, a missing one is not. */
import { expect, it, vi } from 'vitest'
import { renamePatiently } from './patient-rename'

const fault = (code: string): Error => Object.assign(new RangeError(code), { code })

it('renamePatiently › waits while the file is held, then succeeds', () => {
  const rename = vi.fn()
  rename.mockImplementationOnce(() => {
    throw fault('EBUSY')
  })
  rename.mockImplementationOnce(() => {
    throw fault('EPERM')
  })
  const waited: number[] = []
  renamePatiently('a', 'b', rename, (milliseconds) => void waited.push(milliseconds))
  expect([rename.mock.calls.length, waited]).toEqual([3, [100, 300]])
})

it('renamePatiently › gives up after two seconds, and at once where waiting cannot help', () => {
  const held = vi.fn(() => {
    throw fault('EACCES')
  })
  const waited: number[] = []
  expect(() => renamePatiently('a', 'b', held, (milliseconds) => void waited.push(milliseconds))).toThrow('EACCES')
  expect(waited.reduce((sum, one) => sum + one)).toBe(2_000)
  const gone = vi.fn(() => {
    throw fault('ENOENT')
  })
  expect(() => renamePatiently('a', 'b', gone, () => expect.fail('waited'))).toThrow('ENOENT')
})
