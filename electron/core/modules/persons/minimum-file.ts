/** How many of those in the list have the file the rules ask for, counted in one pass with room for others between its slices. */
import { setImmediate } from 'node:timers/promises'
import type { QueryContext } from '../../rpc'
import { countFiles, type FileCounts } from './queries/minimum-file'
import { lastPerson } from './queries/scopes'
import { scopeOf } from './scope'

export type { FileCounts }

const SLICE = 5000

/** Whoever stands in the list of persons of this account: 在册, in its scope. */
export async function minimumFiles({ db, actor, rules }: Pick<QueryContext, 'db' | 'actor' | 'rules'>): Promise<FileCounts> {
  const { fields } = rules.counting.minimumFile
  const sum: FileCounts = { persons: 0, complete: 0, filled: fields.map(() => 0) }
  const last = lastPerson(db)
  for (let after = 0; ; after += SLICE) {
    const found = countFiles(db, fields, scopeOf(actor), [after, after + SLICE])
    sum.persons += found.persons
    sum.complete += found.complete
    sum.filled = sum.filled.map((count, nth) => count + (found.filled[nth] ?? 0))
    if (after + SLICE >= last) return sum
    await setImmediate()
  }
}
