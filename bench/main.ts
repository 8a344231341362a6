/** Runs the measurements asked for and prints one table; nothing here is a test, the figures are read by people. */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { coldStartBench } from './cold-start'
import { duplicatesBench } from './duplicates'
import { exchangeBench } from './exchange'
import { importBench, importChild, type Task } from './import'
import { importWorkbookBench, listChild, type ListTask } from './import-workbook'
import { listsBench } from './lists'
import { table, type Comparison } from './measure'
import { registerBench } from './register'
import { tableChild, workbookBench, type TableTask } from './workbook'

const BENCHES: Readonly<Record<string, (rows: number) => Promise<Comparison[]>>> = {
  duplicates: duplicatesBench,
  exchange: exchangeBench,
  import: importBench,
  'import-workbook': importWorkbookBench,
  lists: listsBench,
  register: registerBench,
  start: coldStartBench,
  workbook: workbookBench
}

const child = process.argv.indexOf('--child')
if (child >= 0) {
  await importChild(JSON.parse(process.argv[child + 1] ?? '{}') as Task)
  process.exit(0)
}
const list = process.argv.indexOf('--list-child')
if (list >= 0) {
  await listChild(JSON.parse(process.argv[list + 1] ?? '{}') as ListTask)
  process.exit(0)
}
const tables = process.argv.indexOf('--table-child')
if (tables >= 0) {
  await tableChild(JSON.parse(process.argv[tables + 1] ?? '{}') as TableTask)
  process.exit(0)
}

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '10000,100000' }, only: { type: 'string', default: Object.keys(BENCHES).join(',') } }
})
const sizes = values.rows.split(',').map(Number)
const chosen = values.only.split(',')

console.info(`node ${process.version}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`)
const all: Comparison[] = []
for (const name of chosen) {
  const bench = BENCHES[name]
  if (!bench) throw new TypeError(`no bench ${name}; there are ${Object.keys(BENCHES).join(', ')}`)
  for (const rows of sizes) {
    const found = await bench(rows)
    all.push(...found)
    console.info(table(found))
    globalThis.gc?.()
  }
}
console.info(`\n${table(all)}`)
