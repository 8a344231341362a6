/** SQL of the checkup: chains of bundles, keys. Nothing here reads a person. */
import type { Connection, ReadDb } from '../../db'

export interface ChainFacts {
  readonly held: number
  /** Bundles that do not follow the one before them. */
  readonly broken: number
  /** Names of files that must still be there because nobody acknowledged them. */
  readonly needed: readonly string[]
}

const HELD = 'SELECT count(*) FROM bundle'
/** The first of an epoch follows nothing; every other follows the one before it by number and by name. */
const BROKEN = `WITH asked (direction) AS (VALUES (?)) SELECT count(*) FROM (
  SELECT prev, seq, lag(id) OVER run AS before, lag(seq) OVER run AS before_seq 
  FROM bundle JOIN asked USING (direction) WHERE direction = 'out' OR on_prefix = 1
  WINDOW run AS (PARTITION BY partner_id, epoch ORDER BY seq)
) WHERE prev IS NOT before OR seq <> coalesce(before_seq, 0) + 1`
const NEEDED = "SELECT archive FROM bundle WHERE direction = 'out' AND state IN ('sealed', 'carried')"

export const chainFacts = (db: ReadDb): ChainFacts => ({
  held: db.value<number>(HELD) ?? 0,
  broken: (db.value<number>(BROKEN, 'out') ?? 0) + (db.value<number>(BROKEN, 'in') ?? 0),
  needed: db.all<{ archive: string }>(NEEDED).map(({ archive }) => archive)
})

export const ownCard = (db: ReadDb): { readonly ver: number; readonly at: string } | undefined =>
  db.one('SELECT ver, installed_at AS at FROM partner_card WHERE own > 0 ORDER BY own DESC, ver DESC LIMIT 1')

export const partnersByTrust = (db: ReadDb): readonly { readonly trust: string; readonly count: number }[] =>
  db.all('SELECT trust, count(*) AS count FROM partner GROUP BY trust')

export const schemaVersion = (db: ReadDb): number => db.value<number>('SELECT max(number) FROM migration') ?? 0

export const brokenReferences = (db: ReadDb): number => db.value<number>('SELECT count(*) FROM pragma_foreign_key_check') ?? 0

/** Whether SQLite finds nothing wrong; what it finds first is enough to know. */
export const isWhole = ({ raw }: Pick<Connection, 'raw'>, thorough: boolean): boolean =>
  raw.pragma(thorough ? 'integrity_check(1)' : 'quick_check(1)', { simple: true }) === 'ok'
