/** Reading and writing workbooks beside the reader and the writer library alone, each in a process of its own so that memory peaks are true. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSheet } from 'read-excel-file/node'
import writeExcel, { type Cell } from 'write-excel-file/node'
import { openWorkbook, watchDamage, writeWorkbook, type WatchedColumn, type WriteCell } from '../electron/core/workbook'
import { race, type Comparison } from './measure'

const COLUMNS = 20
const TEXTS = 14
const DATES_FROM = 17

/** What a child process is to do with which file. */
export interface TableTask {
  readonly kind: 'read' | 'check' | 'write' | 'read alone' | 'write alone'
  readonly path: string
  readonly rows: number
}

interface Outcome {
  readonly ms: number
  readonly peakMb: number
}

/** Row `i` of a register: an identity number, names and places that repeat, numbers, two dates, a blank. */
function valueOf(i: number, column: number): WriteCell {
  if (column === 0) return `61080219${String(1_000_000_000 + i * 7).slice(0, 10)}`
  if (column < TEXTS) return `文字${(i * 31 + column * 7) % 5000}`
  if (column < DATES_FROM) return i * column
  return column < COLUMNS - 1 ? { date: new Date(Date.UTC(2020, 0, 1 + (i % 900))).toISOString().slice(0, 10) } : null
}

const rowOf = (i: number): WriteCell[] => Array.from({ length: COLUMNS }, (_, column) => valueOf(i, column))

function* rowsOf(count: number): Generator<WriteCell[]> {
  for (let i = 0; i < count; i++) yield rowOf(i)
}

const watched: readonly WatchedColumn[] = Array.from({ length: COLUMNS }, (_, column) => ({
  column,
  expected:
    column === 0 ? { kind: 'identity' } : column < TEXTS ? { kind: 'text' } : column < DATES_FROM ? { kind: 'number' } : { kind: 'date' }
}))

async function readOurs(path: string, check: boolean): Promise<number> {
  const workbook = await openWorkbook(path)
  const sheet = workbook.sheets[0]?.name ?? ''
  const watch = check ? watchDamage({ columns: watched }) : null
  let rows = 0
  for await (const row of workbook.rows(sheet)) {
    watch?.row(row)
    rows++
  }
  await workbook.close()
  return rows
}

const writeOurs = (path: string, rows: number): Promise<number> => {
  const columns = Array.from({ length: COLUMNS }, (_, i) => ({ title: `列${i}`, width: 12, text: i < TEXTS }))
  return writeWorkbook(path, { sheets: [{ name: '表', columns, rows: rowsOf(rows) }] })
}

const aloneCell = (value: WriteCell): Cell => {
  if (value === null) return null
  if (typeof value === 'object') return { value: new Date(`${value.date}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
  return typeof value === 'string' ? { value, type: String } : { value: Number(value), type: Number }
}

async function writeAlone(path: string, rows: number): Promise<number> {
  const header = Array.from({ length: COLUMNS }, (_, i): Cell => ({ value: `列${i}`, type: String }))
  await writeExcel([header, ...Array.from({ length: rows }, (_, i) => rowOf(i).map(aloneCell))]).toFile(path)
  return rows
}

const WORK: Readonly<Record<TableTask['kind'], (task: TableTask) => Promise<number>>> = {
  read: ({ path }) => readOurs(path, false),
  check: ({ path }) => readOurs(path, true),
  write: ({ path, rows }) => writeOurs(path, rows),
  'read alone': async ({ path }) => (await readSheet(path)).length,
  'write alone': ({ path, rows }) => writeAlone(path, rows)
}

/** What a child process does; prints its outcome as JSON. */
export async function tableChild(task: TableTask): Promise<void> {
  const start = performance.now()
  const rows = await WORK[task.kind](task)
  if (rows < task.rows) throw new TypeError(`${task.kind}: ${rows} of ${task.rows} rows`)
  const outcome: Outcome = { ms: performance.now() - start, peakMb: process.resourceUsage().maxRSS / 1024 }
  process.stdout.write(JSON.stringify(outcome))
}

function inChild(task: TableTask): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [process.argv[1] ?? '', '--table-child', JSON.stringify(task)], {
    encoding: 'utf8'
  })
  if (status !== 0) throw new TypeError(stderr)
  return JSON.parse(stdout) as Outcome
}

/** Reading, reading with damage detection, and writing `rows` × 20 cells. */
export async function workbookBench(rows: number): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'yipanqi-bench-'))
  const source = join(folder, 'library.xlsx')
  try {
    inChild({ kind: 'write alone', path: source, rows })
    const compare = async (kind: 'read' | 'check' | 'write', bound: number): Promise<Comparison> => {
      const path = kind === 'write' ? join(folder, 'out.xlsx') : source
      const alone = kind === 'write' ? 'write alone' : 'read alone'
      const peaks = { ours: 0, floor: 0 }
      const measured = (side: keyof typeof peaks, task: TableTask): number => {
        const { ms, peakMb } = inChild(task)
        peaks[side] = Math.max(peaks[side], peakMb)
        return ms
      }
      const compared = await race({
        name: `workbook: ${kind}`,
        rows,
        bound,
        rounds: 2,
        floorName: kind === 'write' ? 'write-excel-file alone' : 'read-excel-file alone',
        ours: () => measured('ours', { kind, path, rows }),
        floor: () => measured('floor', { kind: alone, path, rows })
      })
      return { ...compared, note: `peak ${peaks.ours.toFixed(0)} MB beside ${peaks.floor.toFixed(0)} MB` }
    }
    return [await compare('read', 1.5), await compare('check', 1.5), await compare('write', 1.5)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
