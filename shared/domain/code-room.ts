/** How long a code may be where it is printed: finer modules than these no camera reads. Source: ISO/IEC 18004, table 7 and §6.3.8. */

/** Blank modules around the code. */
export const QUIET_MODULES = 4
/** Four dots of a printer with 300 dots an inch; a finer module is smeared by toner. */
export const LEAST_MODULE_MM = 0.33

/** Alphanumeric characters at error correction level M, by version from 1. */
const CHARACTERS = [
  20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600, 656, 734, 816, 909, 970, 1035, 1134, 1248, 1326, 1451, 1542, 1637,
  1732, 1839, 1994, 2113, 2238, 2369, 2506, 2632, 2780, 2894, 3054, 3220, 3391
] as const

/** @param side millimetres, quiet zone included @returns characters of the longest code; 0 where none fits */
export function longestCode(side: number): number {
  const modules = Math.floor(side / LEAST_MODULE_MM) - 2 * QUIET_MODULES
  return CHARACTERS[Math.min(CHARACTERS.length, Math.floor((modules - 17) / 4)) - 1] ?? 0
}
