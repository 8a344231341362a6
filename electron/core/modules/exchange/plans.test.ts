/** Every statement of partners and exchange is prepared against the real schema, and none that runs often reads a whole register. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'

let office: ModuleOffice
beforeAll(async () => void (office = await openModuleOffice()))
afterAll(() => office.close())

const folders = [join(import.meta.dirname, 'queries'), join(import.meta.dirname, '../partners/queries')]

/** The texts of all statements in a file, its column lists filled in. */
function statementsIn(path: string): string[] {
  const source = readFileSync(path, 'utf8')
  const constants = new Map(
    [...source.matchAll(/const ([A-Z_]+) =\s*(['`])([\s\S]*?)\2 as const/g)].map(([, name = '', , text = '']) => [name, text])
  )
  const filled = (text: string): string => text.replace(/\$\{([A-Z_]+)\}/g, (_, name: string) => filled(constants.get(name) ?? ''))
  return [...source.matchAll(/(['"`])((?:SELECT|INSERT|UPDATE|DELETE)\b[\s\S]*?)\1/g)]
    .map(([, , text = '']) => filled(text))
    .filter((text) => !constants.has(text) && text.includes(' '))
}

const statements = folders.flatMap((folder) => readdirSync(folder).flatMap((name) => statementsIn(join(folder, name))))

/** Read whole on purpose: short by nature, or once at start or at a scan. */
const SHORT = /partner|own_epoch|quarantine|waiting_file|scanned_file|exchange_counter|pending_upgrade|blob_part|SELECT archive FROM bundle/

describe('statements', () => {
  it('are all found and all prepared', () => {
    expect(statements.length).toBeGreaterThan(70)
    for (const sql of statements) expect(() => office.write.raw.prepare(sql), sql).not.toThrow()
  })

  it('of bundles and receipts never scan the register', () => {
    const scanning = statements
      .filter(
        (sql) =>
          /\b(bundle|receipt_out|receipt_in|peer_epoch|peer_envelope|refused_bundle)\b/.test(sql) &&
          !/^INSERT/.test(sql) &&
          !SHORT.test(sql.replaceAll('partner_id', ''))
      )
      .flatMap((sql) => {
        const rows = office.write.raw
          .prepare(`EXPLAIN QUERY PLAN ${sql}`)
          .all(...Array.from({ length: sql.split('?').length - 1 }, () => null)) as { detail: string }[]
        return rows.filter(({ detail }) => /^SCAN (?!\(subquery|CONSTANT)/.test(detail)).map(({ detail }) => `${detail} ← ${sql}`)
      })
    // The ledger of all partners reads its pages from the end of the table itself.
    expect(scanning.filter((line) => !line.includes('WHERE number < ?'))).toEqual([])
  })
})
