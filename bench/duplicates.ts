/** The scan for duplicates beside the plainest thing that finds only exact ones: the register joined with itself. */
import { resolve } from 'node:path'
import { openRead, openWrite } from '../electron/core/db'
import { scanRegister, type ScanContext } from '../electron/core/modules/duplicates/scan'
import { loadReference } from '../electron/core/modules/reference'
import { benchOffice, root } from './bench-office'
import { race, type Comparison } from './measure'

/** Same number, or same name and birth date. */
const EXACT = `SELECT count(*) FROM (
  SELECT a.seq, b.seq FROM person a CROSS JOIN person b INDEXED BY person_by_id_match ON b.id_match = a.id_match WHERE b.seq > a.seq
  UNION
  SELECT a.seq, b.seq FROM person a CROSS JOIN person b INDEXED BY person_by_name ON b.name_key = a.name_key AND b.birth_date = a.birth_date
  WHERE b.seq > a.seq)`

export async function duplicatesBench(rows: number): Promise<Comparison[]> {
  const office = await benchOffice(rows)
  const [write, read] = [openWrite(office.open), openRead(office.open)]
  const reference = loadReference(resolve(root, 'resources/codes'))
  const now = new Date().toISOString()
  const actor: ScanContext['actor'] = {
    ...{ accountId: 'ce', name: 'ce', displayName: 'ce', roles: ['window'], grants: new Set(['persons.write' as const]) },
    ...{ own: new Set<never>(), principals: [], scope: null, unit: null }
  }
  const context: ScanContext = {
    ...{ db: read.db, reference, actor, now },
    batch: (work) => write.transaction(() => work(write.db)),
    commit: (_, work) => write.transaction(() => work(write.db)),
    progress: () => undefined,
    checkpoint: () => undefined,
    changed: () => undefined
  }
  // The table of characters is read once in a day, not once in a scan.
  reference.characters.alike('晴', '睛')
  try {
    const result = await race({
      name: 'scan for duplicates',
      rows,
      rounds: rows >= 1_000_000 ? 1 : 3,
      bound: 10,
      floorName: 'exact self-join: same number, or same name and birth date',
      ours: async () => {
        await scanRegister(context)
        return undefined
      },
      floor: () => {
        read.db.value(EXACT)
        return undefined
      }
    })
    const pairs = read.db.value<number>("SELECT count(*) FROM duplicate_pair WHERE state = 'open'") ?? 0
    return [{ ...result, note: `${String(pairs)} pairs listed` }]
  } finally {
    read.close()
    write.close()
    office.remove()
  }
}
