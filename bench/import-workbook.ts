/** Lists in and out through the whole office, beside sqlite3's own import and the reader and writer libraries alone. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readSheet } from 'read-excel-file/node'
import writeExcel, { type Cell } from 'write-excel-file/node'
import { createCore } from '../electron/core'
import { cellAt, CSV_SHEET, openWorkbook } from '../electron/core/workbook'
import { desk } from '../test/kit/office'
import { benchOffice, threadsDir, PASSPHRASE, resourcesDir } from './bench-office'
import { race, type Comparison } from './measure'

/** What a child process is to do; `path` is the list read or written. */
export interface ListTask {
  readonly kind: 'import' | 'check' | 'export' | 'sqlite3' | 'sqlite3 narrow' | 'read alone' | 'write alone'
  readonly dir: string
  readonly path: string
  readonly rows: number
}

interface Outcome {
  readonly ms: number
  readonly peakMb: number
}

const COLUMNS = [
  ...['name', 'idNo', 'sex', 'birthDate', 'formerName', 'education', 'marital', 'phone', 'phoneOwner', 'hukouCode', 'hukouText', 'note'],
  ...['stay.kind', 'stay.startedOn', 'stay.endedOn', 'stay.residenceCode', 'stay.residenceText', 'stay.reason', 'stay.dwellingKind'],
  'stay.occupation'
]
/** Single columns by which a person is found: number, its tail, name, reading, birth, telephone, homes, start of the stay. */
const NARROW = ['c1', 'c1, c0', 'c0', 'c0, c3', 'c3', 'c7', 'c9', 'c15', 'c13, c15', 'c10']
/**
 * The indexes by which the register itself answers, over the columns of the list: its three sorts carry what lists filter by; name, sound,
 * birth with names, number as typed, from its end and as 18 digits, telephone, registered residence, house.
 */
const OWN = [
  'c0, c12, c13, c15, c17, c9, c2, c3, c6, c5, c1, c7',
  'c13, c12, c15, c17, c9, c2, c3, c6, c5, c1',
  'c15, c0, c12, c13, c17, c9, c2, c3, c6, c5, c1',
  ...['c0', 'c0, c2', 'c3, c0, c4', 'c1', 'c1, c2', 'c1, c3', 'c7', 'c9', 'c15, c18, c16']
]
/** The box searches names and addresses by their characters. */
const TEXT = `CREATE VIRTUAL TABLE s USING fts5(words, content = '', detail = none, tokenize = 'trigram');
INSERT INTO s (rowid, words) SELECT rowid, c0 || ' ' || c10 || ' ' || c16 FROM p;`

/** Between what the clerk is shown and what she orders: the columns and the dry run, the dry run's report and the import. */
const READ_FOR_MS = 3_000

async function openClerk(dir: string) {
  const core = await createCore({ dataDir: dir, resourcesDir, appVersion: 'bench', keyCost: 4, threadsDir })
  const clerk = desk(core)
  await clerk.call('session.signIn', { account: 'ce', passphrase: PASSPHRASE })
  return { core, clerk }
}

/** As on the page: nothing can be taken in before a dry run was seen. Only the step asked for is timed. */
async function importOrCheck({ dir, path, rows, kind }: ListTask): Promise<number> {
  const { core, clerk } = await openClerk(dir)
  const { ticket } = clerk.connection.offer(path)
  const { sheet, headerRow, columns, moveKind } = await clerk.finish('workbooks.look', { ticket })
  const mapped = columns.flatMap(({ column, key }) => (key === null ? [] : [{ column, key }]))
  const wanted = { ticket, sheet, headerRow, columns: mapped, kind: moveKind }
  // Nobody confirms twenty columns or reads a report faster.
  await setTimeout(READ_FOR_MS)
  let start = performance.now()
  let { report } = await clerk.finish('workbooks.check', wanted)
  if (kind === 'import') {
    await setTimeout(READ_FOR_MS)
    start = performance.now()
    ;({ report } = await clerk.finish('workbooks.apply', wanted))
  }
  const took = performance.now() - start
  // Numbers are drawn: among a million of them some are drawn twice, and the second of two is told and left out.
  const twice = report.problems.find(({ code }) => code === 'twice')?.count ?? 0
  if (report.fresh + twice < rows * 0.98)
    throw new TypeError(`${String(report.fresh)} of ${String(rows)} rows are fresh, ${String(twice)} twice`)
  await core.close()
  return took
}

async function exportOurs({ dir, path, rows }: ListTask): Promise<number> {
  const { core, clerk } = await openClerk(dir)
  const format = path.endsWith('.csv') ? 'csv' : 'xlsx'
  const wanted = { columns: COLUMNS, format, whole: true, reason: '测量', confirmed: rows } as const
  const { id: agreed } = await clerk.call('approvals.request', { method: 'workbooks.export', input: wanted, reason: '测量' })
  await clerk.call('approvals.approveHere', { id: agreed, account: 'ce2', passphrase: PASSPHRASE })
  const start = performance.now()
  const done = await clerk.finish('workbooks.export', wanted, agreed)
  const took = performance.now() - start
  if (done.rows !== rows) throw new TypeError(`${String(done.rows)} of ${String(rows)} rows`)
  copyFileSync(clerk.connection.take(done.file.ticket).path, path)
  await core.close()
  return took
}

function sqlite3({ dir, path, kind }: ListTask): number {
  const isNarrow = kind === 'sqlite3 narrow'
  const names = COLUMNS.map((_, at) => `c${String(at)}`)
  const script = [
    `CREATE TABLE p(${names.map((name) => `${name} TEXT`).join(', ')});`,
    `.import --csv --skip 1 ${path} p`,
    ...(isNarrow ? NARROW : OWN).map((columns, at) => `CREATE INDEX i${String(at)} ON p(${columns});`),
    ...(isNarrow ? [] : [TEXT])
  ].join('\n')
  const start = performance.now()
  execFileSync('sqlite3', [join(dir, `floor-${String(Date.now())}.db`)], { input: script })
  return performance.now() - start
}

async function readAlone({ path }: ListTask): Promise<number> {
  const start = performance.now()
  await readSheet(path)
  return performance.now() - start
}

/** Rows are in memory when the time begins, as they are in the office's database. */
async function writeAlone({ dir, path }: ListTask): Promise<number> {
  const list = await openWorkbook(path)
  const rows: (string | null)[][] = []
  for await (const row of list.rows(CSV_SHEET)) rows.push(COLUMNS.map((_, at) => cellAt(row, at)?.plain ?? null))
  await list.close()
  const start = performance.now()
  const cells = rows.map((row) => row.map((value): Cell => (value === null ? null : { value, type: String })))
  await writeExcel(cells).toFile(join(dir, 'alone.xlsx'))
  return performance.now() - start
}

const WORK: Readonly<Record<ListTask['kind'], (task: ListTask) => Promise<number> | number>> = {
  import: importOrCheck,
  check: importOrCheck,
  export: exportOurs,
  sqlite3,
  'sqlite3 narrow': sqlite3,
  'read alone': readAlone,
  'write alone': writeAlone
}

/** What a child process does; prints its outcome as JSON. */
export async function listChild(task: ListTask): Promise<void> {
  const ms = await WORK[task.kind](task)
  const outcome: Outcome = { ms, peakMb: process.resourceUsage().maxRSS / 1024 }
  process.stdout.write(JSON.stringify(outcome))
}

const inChild = (task: ListTask): Outcome =>
  JSON.parse(
    execFileSync(process.execPath, [process.argv[1] ?? '', '--list-child', JSON.stringify(task)], { encoding: 'utf8', maxBuffer: 1e8 })
  ) as Outcome

interface Duel {
  readonly name: string
  readonly ours: () => Outcome
  readonly floor: () => Outcome
  readonly floorName: string
  readonly bound: number | null
}

/** A sheet of more rows than this is one string longer than any string may be: the library alone cannot open it. */
const MOST_READ_ALONE = 500_000
const PARTS = 10

/** The library on the same file; where it cannot open that one, on as many rows in ten files. */
async function readersFloor(root: string, xlsx: string, rows: number): Promise<Pick<Duel, 'floorName' | 'floor'>> {
  const read = (path: string): Outcome => inChild({ kind: 'read alone', dir: root, path, rows })
  if (rows <= MOST_READ_ALONE) return { floorName: 'read-excel-file alone', floor: () => read(xlsx) }
  const part = join(root, 'part.xlsx')
  const office = await benchOffice(rows / PARTS)
  inChild({ kind: 'export', dir: office.dir, path: part, rows: rows / PARTS })
  office.remove()
  return {
    floorName: `read-excel-file alone, ${String(PARTS)} times a file of ${(rows / PARTS).toLocaleString('en')} rows (it cannot open the whole)`,
    floor: () => {
      const outcomes = Array.from({ length: PARTS }, () => read(part))
      return { ms: outcomes.reduce((sum, { ms }) => sum + ms, 0), peakMb: Math.max(...outcomes.map(({ peakMb }) => peakMb)) }
    }
  }
}

/** Reading in and giving out `rows` × 20 cells. */
export async function importWorkbookBench(rows: number): Promise<Comparison[]> {
  const root = mkdtempSync(join(tmpdir(), 'bench-lists-'))
  const [full, empty] = [await benchOffice(rows), await benchOffice(0)]
  try {
    const [csv, xlsx] = [join(root, 'list.csv'), join(root, 'list.xlsx')]
    for (const path of [csv, xlsx]) inChild({ kind: 'export', dir: full.dir, path, rows })
    let copies = 0
    const inEmpty = (kind: ListTask['kind'], path: string): Outcome => {
      const dir = join(root, `office-${String(copies++)}`)
      cpSync(empty.dir, dir, { recursive: true })
      try {
        return inChild({ kind, dir, path, rows })
      } finally {
        rmSync(dir, { recursive: true, force: true })
      }
    }
    const inRoot = (kind: ListTask['kind'], path: string): Outcome => inChild({ kind, dir: root, path, rows })
    const duel = async ({ name, bound, floorName, ours, floor }: Duel): Promise<Comparison> => {
      const peaks = { ours: 0, floor: 0 }
      const counted = (side: keyof typeof peaks, { ms, peakMb }: Outcome): number => {
        peaks[side] = Math.max(peaks[side], peakMb)
        return ms
      }
      const compared = await race({
        ...{ name, rows, bound, floorName, ...(rows > MOST_READ_ALONE ? { rounds: 1, isCold: true } : { rounds: 2 }) },
        ours: () => counted('ours', ours()),
        floor: () => counted('floor', floor())
      })
      return { ...compared, note: `peak ${peaks.ours.toFixed(0)} MB beside ${peaks.floor.toFixed(0)} MB` }
    }
    const kept: Outcome[] = []
    const keep = (outcome: Outcome): Outcome => (kept.push(outcome), outcome)
    const out = (): Outcome => inChild({ kind: 'export', dir: full.dir, path: join(root, 'out.xlsx'), rows })
    const alone = { ...(await readersFloor(root, xlsx, rows)), bound: 2.5 }
    return [
      await duel({
        ...{
          name: 'lists: CSV import',
          bound: 6,
          floorName: `sqlite3 .import + our ${String(OWN.length)} indexes + text index, not encrypted`
        },
        ours: () => keep(inEmpty('import', csv)),
        floor: () => inRoot('sqlite3', csv)
      }),
      await duel({
        ...{ name: 'lists: the same CSV imports', bound: null, floorName: `sqlite3 .import + ${String(NARROW.length)} narrow indexes` },
        ours: () => kept.shift() ?? { ms: Number.NaN, peakMb: 0 },
        floor: () => inRoot('sqlite3 narrow', csv)
      }),
      await duel({ name: 'lists: xlsx import', ours: () => inEmpty('import', xlsx), ...alone }),
      await duel({ name: 'lists: xlsx dry run', ours: () => inEmpty('check', xlsx), ...alone, bound: null }),
      await duel({
        ...{ name: 'lists: xlsx export', bound: 1.5, floorName: 'write-excel-file alone' },
        ours: out,
        floor: () => inRoot('write alone', csv)
      })
    ]
  } finally {
    full.remove()
    empty.remove()
    rmSync(root, { recursive: true, force: true })
  }
}
