// A bundle changed by somebody who knows the format but has no key: every check sum is right, only the signature is not.
import { storedZip, type Member } from './forge'

/** Members of a stored ZIP without surprises, in their order. */
function membersOf(file: Buffer): Member[] {
  const members: Member[] = []
  for (let at = 0; file.readUInt32LE(at) === 0x04034b50;) {
    const size = file.readUInt32LE(at + 18)
    const named = at + 30 + file.readUInt16LE(at + 26)
    members.push([file.toString('latin1', at + 30, named), file.subarray(named, named + size)])
    at = named + size
  }
  return members
}

const changes = {
  day: (header: string): string => header.replace(/"sealed":"\d{4}/, '"sealed":"2001'),
  recipient: (header: string): string =>
    header.replace(/"to":\{"code":"[^"]+","id":"[^"]+"/, `"to":{"code":"330106-00","id":"${'7'.repeat(32)}"`)
}

/** The same file with another day of sealing, or another recipient, on its envelope. */
export const alteredBundle = (file: Buffer, what: keyof typeof changes = 'day'): Buffer =>
  storedZip(membersOf(file).map(([name, data]) => [name, name === 'header.json' ? changes[what](data.toString()) : data]))
