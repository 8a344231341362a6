// Who an office is, derived from its first root key alone, and the digits and QR text two people compare (exchange.md §4.1, §4.3).
import { sha256, sha256Hex } from '../crypto'

/** @param firstRoot raw key of the first root @returns 32 lower-case hex; never changes */
export function officeIdOf(firstRoot: Uint8Array): string {
  return sha256Hex(Buffer.concat([Buffer.from('jhb-office-v1\0'), firstRoot])).slice(0, 32)
}

/** @param root raw key of the card's root @returns eight groups of five digits, one space between */
export function rootDigits(root: Uint8Array): string {
  const words = Buffer.from(sha256(Buffer.concat([Buffer.from('jhb-root-v1\0'), root])))
  return Array.from({ length: 8 }, (_, i) => String(words.readUInt32BE(i * 4) % 100_000).padStart(5, '0')).join(' ')
}

/** @returns 78 characters of the QR alphanumeric alphabet: `JHB1 <OFFICE ID> <40 digits>` */
export function keyQrText(officeId: string, root: Uint8Array): string {
  return `JHB1 ${officeId.toUpperCase()} ${rootDigits(root).replaceAll(' ', '')}`
}

/** Reads what a scanner types; null when it is not such a text. */
export function parseKeyQrText(scanned: string): { officeId: string; digits: string } | null {
  const match = /^JHB1 ([0-9A-F]{32}) ([0-9]{40})$/.exec(scanned.trim())
  if (match?.[1] === undefined || match[2] === undefined) return null
  return { officeId: match[1].toLowerCase(), digits: match[2].replace(/.{5}(?=.)/g, '$& ') }
}
