/** Puts one of several things in another place, for every list whose order the user makes. */

/** @returns the things with one of them moved by one place, as far as there is room */
export function moved<T>(things: readonly T[], from: number, by: 1 | -1): T[] {
  const to = from + by
  const thing = things[from]
  return thing === undefined || to < 0 || to >= things.length ? [...things] : things.toSpliced(from, 1).toSpliced(to, 0, thing)
}
