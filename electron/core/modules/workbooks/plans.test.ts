/** No row of a list makes the register be looked through. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openRegister, type Register } from '../../../../test/kit/register'
import { rowStatements } from './queries'

let register: Register
beforeEach(async () => {
  register = await openRegister()
})
afterEach(() => register.close())

it.each(rowStatements)('an index answers › %s', (sql) => {
  const values = Array.from(sql.matchAll(/\?/g), () => 'x')
  const plan = register.office.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail)
  expect(plan.length).toBeGreaterThan(0)
  // The rows of the list itself are walked; nothing of the register is.
  expect(plan.filter((step) => step.startsWith('SCAN') && !/^SCAN (asked|json_each)\b/.test(step))).toEqual([])
})
