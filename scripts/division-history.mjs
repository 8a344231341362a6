// Why: turns dated lists of division codes into names with a beginning and an end, and finds what became of an abolished code.

/** Rows that only sum up others: on the lists, but no place. */
export const PLACEHOLDER = /^(?:.*市辖区|县|市|.*直辖县级行政.*|省直辖行政单位)$/

/** Ending of a kind, taken off to see that 神木县 and 神木市 are one place. */
const KIND = /(?:自治县|自治州|自治旗|地区|林区|特区|新区|矿区|城区|市|县|区|旗|盟)$/

/** `YYYYMM` → `YYYY-MM` */
const month = (revision) => `${revision.slice(0, 4)}-${revision.slice(4)}`

export const levelOf = (code) =>
  code.length === 12
    ? 'village'
    : code.length === 9
      ? 'township'
      : code.endsWith('0000')
        ? 'province'
        : code.endsWith('00')
          ? 'prefecture'
          : 'county'

/**
 * @param {Map<string, Record<string, string>>} revisions revision → code → name, oldest first
 * @returns {{code: string, name: string, from: string, to: string, first: number, end: number}[]} one entry per unbroken run of a name;
 *   `from` is empty when the run is on the oldest list, `to` when it is on the newest; both are months of the list that shows the change
 */
export function runsOf(revisions) {
  const names = [...revisions.keys()]
  const lists = [...revisions.values()]
  const runs = []
  for (const code of new Set(lists.flatMap((list) => Object.keys(list)))) {
    for (let at = 0; at < lists.length;) {
      const name = lists[at][code]?.trim()
      const first = at
      do at += 1
      while (at < lists.length && lists[at][code]?.trim() === name)
      if (name === undefined) continue
      runs.push({
        code,
        name,
        from: first === 0 ? '' : month(names[first]),
        to: at === lists.length ? '' : month(names[at]),
        first,
        end: at
      })
    }
  }
  return runs
}

/**
 * Fills in the one code that began when another of the same place ended: same province, level and name without its kind, on the same list or
 * the one before or after. Two candidates or none: nothing is filled in.
 * @returns {Map<string, string>} abolished code → successor
 */
export function likelySuccessors(runs) {
  const stem = (name) => name.replace(KIND, '') || name
  const found = new Map()
  const lastRun = new Map(runs.map((run) => [run.code, run]))
  for (const run of lastRun.values()) {
    if (run.to === '' || PLACEHOLDER.test(run.name)) continue
    const heirs = runs.filter(
      (other) =>
        other.code !== run.code &&
        other.first > 0 &&
        Math.abs(other.first - run.end) <= 1 &&
        other.code.slice(0, 2) === run.code.slice(0, 2) &&
        levelOf(other.code) === levelOf(run.code) &&
        stem(other.name) === stem(run.name)
    )
    const codes = [...new Set(heirs.map((heir) => heir.code))]
    if (codes.length === 1) found.set(run.code, codes[0])
  }
  return found
}
