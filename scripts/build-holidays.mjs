// Why: builds resources/codes/holidays.json, the days off and make-up days that limits in working days are counted with.
// Usage: node scripts/build-holidays.mjs [--sources DIR] [--out DIR]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSourcePackage, sourcesFolder, SOURCES } from './source-package.mjs'

const FIRST = 2009
const LAST = 2026
const NAME = 'chinese-days'

const outAt = process.argv.indexOf('--out')
const folder = outAt < 0 ? join(import.meta.dirname, '../resources/codes') : process.argv[outAt + 1]

const read = readSourcePackage(NAME, sourcesFolder()).get('dist/chinese-days.json')
const { holidays, workdays } = JSON.parse(read.toString('utf8'))
const ofYear = (days, year) =>
  Object.keys(days)
    .filter((day) => day.startsWith(`${year}-`))
    .sort()

const lines = []
for (let year = FIRST; year <= LAST; year += 1) {
  lines.push(
    `    "${year}": {\n      "off": ${JSON.stringify(ofYear(holidays, year))},\n      "work": ${JSON.stringify(ofYear(workdays, year))}\n    }`
  )
}
const source = `${NAME}@${SOURCES[NAME].version}：国务院办公厅历年节假日安排，${FIRST}–${LAST}年`
mkdirSync(folder, { recursive: true })
writeFileSync(
  join(folder, 'holidays.json'),
  `{\n  "format": "holidays/1",\n  "source": ${JSON.stringify(source)},\n  "years": {\n${lines.join(',\n')}\n  }\n}\n`
)
