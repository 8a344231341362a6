/** Runs the measurements asked for and prints one table; nothing here is a test, the figures are read by people. */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import type { SavingTask } from './audit'
import type { Task } from './import'
import type { ListTask } from './import-workbook'
import { table, type Comparison } from './measure'
import type { DayTask } from './office-day'
import type { OpenTask } from './open-memory'
import type { TableTask } from './workbook'

type Bench = (rows: number) => Promise<Comparison[]>

// Each is loaded when it is asked for: a browser driver held in memory would count in the peak of an import.
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  audit: async () => (await import('./audit')).auditBench,
  backup: async () => (await import('./backup')).backupBench,
  duplicates: async () => (await import('./duplicates')).duplicatesBench,
  day: async () => (await import('./office-day')).officeDayBench,
  exchange: async () => (await import('./exchange')).exchangeBench,
  forms: async () => (await import('./forms')).formsBench,
  import: async () => (await import('./import')).importBench,
  'import-workbook': async () => (await import('./import-workbook')).importWorkbookBench,
  indicators: async () => (await import('./indicators')).indicatorsBench,
  lists: async () => (await import('./lists')).listsBench,
  mentions: async () => (await import('./mentions')).mentionsBench,
  proof: async () => (await import('./proof')).proofBench,
  register: async () => (await import('./register')).registerBench,
  'return-rate': async () => (await import('./return-rate')).returnRateBench,
  'slip-triggers': async () => (await import('./slip-triggers')).slipTriggersBench,
  start: async () => (await import('./cold-start')).coldStartBench,
  'work-queue': async () => (await import('./work-queue')).workQueueBench,
  workbook: async () => (await import('./workbook')).workbookBench
}

const CHILDREN: Readonly<Record<string, (task: string) => Promise<void>>> = {
  '--child': async (task) => (await import('./import')).importChild(JSON.parse(task) as Task),
  '--day-child': async (task) => (await import('./office-day')).dayChild(JSON.parse(task) as DayTask),
  '--list-child': async (task) => (await import('./import-workbook')).listChild(JSON.parse(task) as ListTask),
  '--open-child': async (task) => (await import('./open-memory')).openChild(JSON.parse(task) as OpenTask),
  '--saving-child': async (task) => (await import('./audit')).savingChild(JSON.parse(task) as SavingTask),
  '--table-child': async (task) => (await import('./workbook')).tableChild(JSON.parse(task) as TableTask)
}

const [kind, task] = process.argv.slice(2)
const child = CHILDREN[kind ?? '']
if (child) {
  await child(task ?? '{}')
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
  const load = BENCHES[name]
  if (!load) throw new TypeError(`no bench ${name}; there are ${Object.keys(BENCHES).join(', ')}`)
  const bench = await load()
  for (const rows of sizes) {
    const found = await bench(rows)
    all.push(...found)
    console.info(table(found))
    globalThis.gc?.()
  }
}
console.info(`\n${table(all)}`)
