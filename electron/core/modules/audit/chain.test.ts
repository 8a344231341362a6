/** The chain: whatever somebody with the key changes in the file, the first line that does not fit is named. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import { appendAudit, assertChain, verifyChain } from '.'

const LINES = 12
let office: ModuleOffice
beforeEach(async () => {
  office = await openModuleOffice()
  office.write.transaction(() => {
    for (let at = 0; at < LINES; at++)
      appendAudit(office.write.db, {
        ...{ at: '2026-03-05T01:00:00.000Z', account: 'banli', method: 'persons.get', event: 'person.seen', outcome: 'done' as const },
        ...{ subject: `file-${String(at)}`, detail: { rows: at } }
      })
  })
})
afterEach(() => office.close())

const changes = {
  at: "'2026-03-05T02:00:00.000Z'",
  account: "'bieren'",
  method: "'persons.save'",
  event: "'person.saved'",
  outcome: "'refused'",
  subject: 'NULL',
  detail: "'{}'",
  prev: "'00'",
  hash: "'00'"
} as const

it('an untouched log › is whole, and its head is the last line', () => {
  expect(verifyChain(office.db)).toMatchObject({ intact: true, entries: LINES, brokenAt: null })
  expect(() => assertChain(office.db)).not.toThrow()
})

it('a line changed in any member, or taken out of the middle › is named', () => {
  const columns = Object.keys(changes) as (keyof typeof changes)[]
  office.write.raw.exec('DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_shrinks')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: LINES }), fc.option(fc.constantFrom(...columns)), (seq, column) => {
      if (column === null && seq === LINES) return
      office.write.raw.exec('SAVEPOINT tampered')
      try {
        office.write.raw.exec(
          column === null
            ? `DELETE FROM audit_entry WHERE seq = ${String(seq)}`
            : `UPDATE audit_entry SET ${column} = ${changes[column]} WHERE seq = ${String(seq)}`
        )
        const verdict = verifyChain(office.write.db)
        expect(verdict).toMatchObject({ intact: false, brokenAt: column === null ? seq + 1 : seq })
        expect(() => assertChain(office.write.db)).toThrow(expect.objectContaining({ code: 'audit.broken' }))
      } finally {
        office.write.raw.exec('ROLLBACK TO tampered; RELEASE tampered')
      }
    })
  )
  expect(verifyChain(office.write.db).intact).toBe(true)
})
