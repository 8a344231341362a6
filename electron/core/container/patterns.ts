// The spellings of exchange.md §2 that several readers share: ids, digests, office codes, times.
export const HEX_32 = /^[0-9a-f]{32}$/
export const HEX_64 = /^[0-9a-f]{64}$/
export const SHA256_TEXT = /^sha256:[0-9a-f]{64}$/
export const DIGEST_TEXT = /^(?:sha256|sm3):[0-9a-f]{64}$/
export const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$/
export const OFFICE_CODE = /^[1-9][0-9]{5}-[0-9]{2}$/
export const FAULT_CODE = /^[ES]_[A-Z_]{1,30}$/
/** A time is 20 or 25 characters; a leap second is allowed. */
export const TIME =
  /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:Z|[+-][0-9]{2}:[0-9]{2})$/

/** Length in code points, which is how the format counts characters. */
export function codePoints(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xdc00 || unit > 0xdfff) count += 1
  }
  return count
}

/** Decodes standard base64 with padding and no line breaks; null when the text is not the one spelling of its octets. */
export function decodeBase64(text: string): Buffer | null {
  const octets = Buffer.from(text, 'base64')
  return octets.toString('base64') === text ? octets : null
}

/** The name of an office as its card, a directory and a list of proofs write it: in NFC, at most 200 characters. */
export const isOfficeName = (name: string): boolean => name.length > 0 && codePoints(name) <= 200 && name.normalize('NFC') === name
