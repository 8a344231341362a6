/** The whole schema as one readable page: a change of it must be meant, and shows in the same commit. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { migrate, migrations, openWrite } from '../../electron/core/db'

const dir = mkdtempSync(join(tmpdir(), 'schema-'))
const open = { path: join(dir, 'office.db'), key: new Uint8Array(32).fill(9), cipher: 'aegis' } as const
const connection = openWrite(open)
migrate(connection, open, join(dir, 'copy.db'), '2026-03-05T01:00:00.000Z')
afterAll(() => {
  connection.close()
  rmSync(dir, { recursive: true, force: true })
})

interface Entry {
  readonly type: string
  readonly name: string
  readonly sql: string
}

const entries = (): Entry[] =>
  connection.db.all<Entry>(
    "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name"
  )

it('schema › is the one on record', async () => {
  const page = entries().map(({ type, name, sql }) => `-- ${type} ${name}\n${sql};\n`)
  await expect(page.join('\n')).toMatchFileSnapshot('schema.sql')
})

it('every table › is STRICT, but for the search index', () => {
  const tables = entries().filter(({ type, sql }) => type === 'table' && !sql.startsWith('CREATE VIRTUAL'))
  for (const { name, sql } of tables) {
    if (name.startsWith('person_search_')) continue
    expect(sql, name).toMatch(/\) STRICT/)
  }
})

it('every CHECK and UNIQUE of a table › has a name, so that its refusal can be told', () => {
  for (const { name, sql } of entries())
    for (const line of sql.split('\n')) {
      const plain = line.replace(/--.*$/, '')
      if (/\bCHECK\s*\(|\bUNIQUE\b/.test(plain) && !plain.includes('CREATE UNIQUE INDEX') && !/CONSTRAINT/.test(plain))
        expect(previousLineNames(sql, line), `${name}: ${line.trim()}`).toBe(true)
    }
})

/** A long CHECK may stand on the line after its name. */
const previousLineNames = (sql: string, line: string): boolean => {
  const lines = sql.split('\n')
  return /CONSTRAINT \w+\s*$/.test(lines[lines.indexOf(line) - 1] ?? '')
}

it('steps › are numbered without holes', () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, at) => at + 1))
})
