/** Seeded damage is found at its cell through the whole way of a list, and a clean list is left alone. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { book } from '../../../../test/workbook/package-kit'
import { COLUMNS, seededSheet } from '../../../../test/workbook/seeder'
import { listsOn } from '../../../../test/kit/lists'
import { openRegister, type Register } from '../../../../test/kit/register'
import { columnLetters, damageKinds } from '../../workbook'

let register: Register
beforeEach(async () => {
  register = await openRegister()
})
afterEach(() => register.close())

const columns = [
  { column: COLUMNS.id, key: 'idNo' },
  { column: COLUMNS.name, key: 'name' },
  { column: COLUMNS.phone, key: 'phone' },
  { column: COLUMNS.birth, key: 'birthDate' },
  { column: COLUMNS.arrived, key: 'stay.startedOn' },
  { column: COLUMNS.address, key: 'stay.residenceText' }
]
/** What the seeder does to columns that stand for no field of a person here. */
const mapped = (column: number | null): boolean => column === null || columns.some((one) => one.column === column)
const SEEDS = process.env['YIPANQI_SEED'] === undefined ? [11, Date.now() % 1_000_000] : [Number(process.env['YIPANQI_SEED'])]

async function damageIn(content: string): Promise<Set<string>> {
  const lists = listsOn(register)
  const ticket = lists.offer(book({ sheets: { 表: content } }), '花名册.xlsx')
  const { report } = await lists.check(ticket, { sheet: '表', headerRow: 0, columns, kind: 'in' })
  const found = report.problems.filter(({ code }) => Object.hasOwn(damageKinds, code))
  return new Set(found.flatMap(({ code, rows }) => rows.map(({ row, column }) => `${String(row)}:${column ?? ''}:${code}`)))
}

it.each(SEEDS)('a clean list › no damage is told, seed %i', async (seed) => {
  expect([...(await damageIn(seededSheet({ seed, rows: 600, share: 0 }).content))]).toEqual([])
})

it.each(SEEDS)('a damaged list › at least 99 of 100 are told at their cell, seed %i', async (seed) => {
  const { content, seeded } = seededSheet({ seed, rows: 800, share: 40 })
  const wanted = seeded.filter(({ column }) => mapped(column))
  const found = await damageIn(content)
  const missed = wanted.filter(({ row, column, code }) => {
    const at = `${String(row)}:${column === null ? '' : columnLetters(column)}`
    return !found.has(`${at}:${code}`) && !(code === 'id_digits_lost' && found.has(`${at}:id_digits_suspect`))
  })
  expect(wanted.length).toBeGreaterThan(200)
  expect(missed.length / wanted.length, JSON.stringify(missed.slice(0, 5))).toBeLessThanOrEqual(0.01)
})
