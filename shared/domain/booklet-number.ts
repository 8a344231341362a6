// Why: booklets come with numbers printed on them, in packs from a first to a last one, and each must be found again by itself.

/** A pack is not larger. */
export const MOST_BOOKLETS = 5_000

const NUMBER = /^([0-9A-Z\u4e00-\u9fff-]*?)([0-9]{1,12})$/

/** @returns every printed number from the first to the last; null when they are not of one kind, in the wrong order, or too many */
export function bookletNumbers(first: string, last: string): string[] | null {
  const [, head, from = ''] = NUMBER.exec(first) ?? []
  const [, tail, to = ''] = NUMBER.exec(last) ?? []
  if (head === undefined || head !== tail || from.length !== to.length) return null
  const count = Number(to) - Number(from) + 1
  if (count < 1 || count > MOST_BOOKLETS) return null
  return Array.from({ length: count }, (_, at) => head + String(Number(from) + at).padStart(from.length, '0'))
}
