/** The list of what the office holds about residents against the schema: a table or column nobody classified fails here. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import { holdings } from '.'
import { packetSteps } from './queries/packet-steps'
import { dependentSteps, ownSteps, wholeSteps, wordColumns } from './queries/goes'

let office: ModuleOffice
beforeAll(async () => {
  office = await openModuleOffice()
})
afterAll(() => office.close())

/** Kept by SQLite for the search index; its words are those of the index. */
const SHADOW = /_(config|data|docsize|idx)$/

const tables = (): string[] =>
  office.db
    .all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .map(({ name }) => name)
    .filter((name) => !(name.startsWith('person_search') && SHADOW.test(name)))
/** Text and octets; columns of a search index have no type. */
const columns = (table: string): string[] =>
  office.db
    .all<{ name: string; type: string; hidden: number }>('SELECT name, type, hidden FROM pragma_table_xinfo(?)', table)
    .filter(({ type, hidden }) => type !== 'INTEGER' && type !== 'INT' && type !== 'REAL' && (hidden === 0 || hidden === 2 || hidden === 3))
    .map(({ name }) => name)
    .filter((name) => !DERIVED.has(`${table}.${name}`))
/** Computed from another column of the row. */
const DERIVED = new Set(['slip.sort_due', 'slip.return_part', 'slip.return_half'])
const VOCABULARY = new Set(['person_search_word'])

it('every table and every column of text › is classified, and nothing else is', () => {
  expect(Object.keys(holdings).sort()).toEqual(tables())
  for (const table of tables()) {
    if (VOCABULARY.has(table)) continue
    const { personal = [], plain = [] } = holdings[table] ?? {}
    expect([...personal, ...plain].sort(), table).toEqual(columns(table).sort())
  }
})

const taken = new Set([...dependentSteps, ...ownSteps, ...wholeSteps].map(({ table }) => table))

it('every table that refers to a person › has a step in an erasure', () => {
  for (const table of tables()) {
    const refers = office.db
      .all<{ table: string; from: string }>('SELECT "table", "from" FROM pragma_foreign_key_list(?)', table)
      .some(({ table: to }) => to === 'person')
    const named = columns(table).some((column) => column === 'person_id')
    const numbered = office.db
      .all<{ name: string }>('SELECT name FROM pragma_table_info(?)', table)
      .some(({ name }) => name === 'person_seq')
    if (refers || named || numbered) expect(taken.has(table) || table === 'erasing', table).toBe(true)
  }
})

it('what is classified › is what the steps do', () => {
  const places = new Set(['household', 'dwelling', 'employer', 'person_search_place', 'person_search_word', 'erasing', 'service_look'])
  for (const [table, { goes, personal }] of Object.entries(holdings)) {
    if (goes === 'office') expect(personal, table).toEqual([])
    if (goes === 'file') expect(taken.has(table) || places.has(table), table).toBe(true)
    if (goes === 'words')
      expect(wordColumns.flatMap(([one, column]) => (one === table ? [column] : [])).sort(), table).toEqual(
        personal.filter((column) => column !== 'input').sort()
      )
  }
})

/** Taken by statements of their own, or holding nothing of a file that is not sealed. */
const BESIDE_PACKET = new Set([
  ...['person_search', 'person_search_place', 'person_search_word', 'dwelling', 'employer', 'erasing'],
  ...['sealing', 'sealed_file', 'sealed_key', 'sealed_slip', 'sealing_look']
])

it('everything that goes with a file › is taken under its seal as well', () => {
  const packed = new Set(packetSteps.map(({ table }) => table))
  for (const [table, { goes }] of Object.entries(holdings))
    if (goes === 'file') expect(packed.has(table) || BESIDE_PACKET.has(table), table).toBe(true)
  for (const table of tables())
    if (office.db.all<{ table: string }>('SELECT "table" FROM pragma_foreign_key_list(?)', table).some(({ table: to }) => to === 'person'))
      expect(packed.has(table), table).toBe(true)
})
