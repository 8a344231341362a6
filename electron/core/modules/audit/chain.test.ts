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

/** As a backup keeps the last line of its day. */
function witness(seq: number, hash: string): void {
  office.write.db.run(
    `INSERT INTO backup(id, at, why, place, place_label, file, bytes, ms, result, params, audit_seq, audit_hash)
     VALUES (?, '2026-03-05T01:00:00.000Z', 'daily', 'p', '本机', 'f', 1, 1, 'verified', '{}', ?, ?)`,
    `b-${String(seq)}-${hash.slice(0, 6)}`,
    seq,
    hash
  )
}
const hashAt = (seq: number): string => office.db.value<string>('SELECT hash FROM audit_entry WHERE seq = ?', seq) ?? ''

it('a log written anew or shortened by somebody with the key › is found by what went out of the house', () => {
  office.write.transaction(() => {
    for (const seq of [3, 9, LINES]) witness(seq, hashAt(seq))
  })
  expect(verifyChain(office.db)).toMatchObject({ intact: true, witnessed: 3 })
  office.write.raw.exec('DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_shrinks')
  office.write.raw.exec(`DELETE FROM audit_entry WHERE seq > 10`)
  expect(verifyChain(office.db)).toMatchObject({ intact: false, brokenAt: 11, witnessed: 2 })
  office.write.raw.exec(`DELETE FROM audit_entry WHERE seq > 5`)
  office.write.transaction(() => {
    for (let at = 0; at < LINES; at++)
      appendAudit(office.write.db, {
        ...{ at: '2026-03-05T01:00:00.000Z', account: 'banli', method: 'persons.get', event: 'person.seen', outcome: 'done' as const },
        ...{ subject: 'another', detail: { rows: at } }
      })
  })
  expect(verifyChain(office.db)).toMatchObject({ intact: false, brokenAt: 9, witnessed: 1 })
})
