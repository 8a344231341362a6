/** What counts as a photo: told by the first bytes of the file, whatever it is called. */

/** Bytes; the database refuses more. */
export const MAX_PHOTO = 204_800

const HEADS = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]
] as const

/** @returns null for anything that is neither JPEG nor PNG */
export function photoTypeOf(bytes: Uint8Array): 'image/jpeg' | 'image/png' | null {
  const found = HEADS.find(([, head]) => bytes.length > head.length && head.every((byte, at) => bytes[at] === byte))
  return found?.[0] ?? null
}
