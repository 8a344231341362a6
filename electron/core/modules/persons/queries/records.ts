/** SQL of single rows as lists and other modules ask for them. */
import type { ReadDb } from '../../../db'
import { LIST_COLUMNS, type ListRow } from './list'

/** A merged file answers with the one that goes on. */
const SURVIVING = 'CROSS JOIN person p ON p.seq = coalesce(h.survivor, h.seq)'

const SELECT_ROW = `SELECT ${LIST_COLUMNS}, 0 AS rank FROM person h ${SURVIVING} WHERE h.id = ?`
export const listRow = (db: ReadDb, id: string): ListRow | undefined => db.one<ListRow>(SELECT_ROW, id)

const SELECT_OWN_ROW = `SELECT ${LIST_COLUMNS}, 0 AS rank FROM person p WHERE p.seq = ?`
/** The very file, merged or not. */
export const ownListRow = (db: ReadDb, seq: number): ListRow | undefined => db.one<ListRow>(SELECT_OWN_ROW, seq)

const SELECT_ROWS = `SELECT ${LIST_COLUMNS}, 0 AS rank, h.id AS asked FROM json_each(?) wanted CROSS JOIN person h ON h.id = wanted.value ${SURVIVING}`
/** One statement for any number of ids; the order is not theirs. `asked` is the id each row answers. */
export const listRows = (db: ReadDb, ids: readonly string[]): (ListRow & { asked: string })[] =>
  db.all<ListRow & { asked: string }>(SELECT_ROWS, JSON.stringify(ids))

const SAME_NUMBER = `SELECT p.name, p.stay_code, p.hukou_code FROM person h INDEXED BY person_by_id_match ${SURVIVING} WHERE h.id_match = ?
  AND p.seq <> coalesce((SELECT survivor FROM person WHERE seq = ?), ?) LIMIT 1`
/** Another person on file with the same number. */
export const otherWithNumber = (db: ReadDb, idMatch: string, seq: number): Pick<ListRow, 'name' | 'stay_code' | 'hukou_code'> | undefined =>
  db.one<Pick<ListRow, 'name' | 'stay_code' | 'hukou_code'>>(SAME_NUMBER, idMatch, seq, seq)
