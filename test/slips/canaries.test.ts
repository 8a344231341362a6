/** Why: a slip carries the least that answers; whatever else an office knows of the person is planted as canaries and looked for in all that leaves. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { CallInput, SpecOf } from '../../shared/contract'
import { isNoticeKind, slipFields, writtenKinds, type RulePack } from '../../shared/domain'
import { reportHandlers } from '../../electron/core/modules/reports'
import { openPair, pack, reference, take, type SlipOffice } from './offices'

const CANARY = '罍'
/** What the key of the person is made of, what other columns are found by, and what says whose row it is. */
const KEY = new Set([
  'id',
  'name',
  'sex',
  'birth_date',
  'id_type',
  'id_no',
  'no_id_reason',
  'hukou_code',
  'hukou_text',
  'hukou_as_of',
  'status'
])
const CODES = new Set(['stay_code', 'sort_key', 'name_key', 'sound_key', 'id_no_reversed', 'id_match'])

type Composing = CallInput<SpecOf<'slips.compose'>>

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
}

const columnsOf = ({ db }: SlipOffice, table: string): Column[] =>
  db.all<Column & object>(`SELECT name, type, "notnull", pk FROM pragma_table_info('${table}')`)

/** Whatever the person's own row may hold beside the key. @returns columns that were planted */
function plantFile(office: SlipOffice, id: string): string[] {
  const free = columnsOf(office, 'person').filter(({ name, type }) => type === 'TEXT' && !KEY.has(name) && !CODES.has(name))
  return free.flatMap(({ name }) => {
    try {
      office.db.run(`UPDATE person SET ${name} = ? WHERE id = ?`, `${CANARY}${name}`, id)
      return [name]
    } catch {
      // A column of codes takes no other word.
      return []
    }
  })
}

/** One row of every table about persons that takes words. @returns tables that were planted */
function plantRecords(office: SlipOffice, id: string): string[] {
  const { db } = office
  const seq = db.value<number>('SELECT seq FROM person WHERE id = ?', id) ?? 0
  const tables = db
    .all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'slip%' AND name NOT LIKE 'sqlite%'")
    .map(({ name }) => name)
  return tables.flatMap((table) => {
    const columns = columnsOf(office, table)
    const owner = columns.find(({ name }) => name === 'person_seq' || name === 'person_id')
    const words = columns.filter(({ name, type, pk }) => type === 'TEXT' && pk === 0 && !name.endsWith('_id'))
    if (owner === undefined || words.length === 0) return []
    const values = new Map<string, string | number>([[owner.name, owner.name === 'person_seq' ? seq : id]])
    for (const { name, type, notnull, pk } of columns)
      if (!values.has(name) && (notnull === 1 || pk > 0) && type !== 'INTEGER')
        values.set(name, name === 'id' ? randomUUID() : `${CANARY}${table}`)
      else if (!values.has(name) && notnull === 1 && pk === 0) values.set(name, 1)
    for (const { name } of words) if (!values.has(name)) values.set(name, `${CANARY}${table}`)
    const [names, marks] = [[...values.keys()].join(', '), [...values].map(() => '?').join(', ')]
    try {
      db.run(`INSERT INTO ${table}(${names}) VALUES (${marks})`, ...values.values())
      return [table]
    } catch {
      // Its codes are checked: the file's own columns, and those tables that take words, stand for it.
      return []
    }
  })
}

/** What a clerk must type of a notice, by the rows of the pack. */
function toldOf(rules: RulePack, kind: (typeof writtenKinds)[number], offered: readonly string[]): Record<string, string> {
  const fields = slipFields(rules, kind)
  const wordOf = (field: string): string => {
    const rule = fields[field]
    if (rule?.type === 'code') return rule.codes[0] ?? ''
    if (rule?.type === 'day') return '2026-03-01'
    if (rule?.type === 'partial_date') return '2026-03'
    if (rule?.type === 'division') return '610824'
    return rule?.type === 'integer' ? '1' : 'DJ-2026-17'
  }
  return Object.fromEntries(offered.filter((field) => fields[field]?.required).map((field) => [field, wordOf(field)]))
}

const everyOutput = async (office: SlipOffice, ids: readonly string[]): Promise<string> => {
  const seen: unknown[] = []
  for (const id of ids) seen.push(await office.call('preview', { id }))
  seen.push(await office.call('paper', { ids: [...ids] }))
  const context = { ...office.office.query(), db: office.db }
  const { partnerId } = office
  seen.push(
    reportHandlers.reminder(context, { partnerId }),
    reportHandlers.letter(context, { partnerId, from: '2026-01-01', to: '2026-03-31' })
  )
  return JSON.stringify(seen)
}

describe.each(reference.rulePacks.map(({ id }) => id))('under %s', (rules) => {
  it('whatever is written, printed, carried and answered › tells nothing of the file beside what was chosen', async () => {
    const { a, b, close } = await openPair(rules)
    try {
      const person = a.persons[1] ?? ''
      for (const office of [a, b]) {
        office.office.write.transaction(() => {
          expect(plantFile(office, office.persons[1] ?? '').length).toBeGreaterThan(10)
          expect(plantRecords(office, office.persons[1] ?? '').length).toBeGreaterThan(2)
        })
        expect(JSON.stringify(office.db.all('SELECT * FROM person WHERE id = ?', office.persons[1] ?? ''))).toContain(CANARY)
      }
      const { kinds, legalBases } = await a.call('offers', {})
      const ids: string[] = []
      const compose = async (what: Pick<Composing, 'kind'> & Partial<Composing>): Promise<boolean> => {
        for (const { code: legalBasis } of legalBases) {
          const about = { partnerId: a.partnerId, personIds: [person], careful: true, legalBasis, consentRef: 'TY-2026-17' }
          const composed = await a.call('compose', { ...about, ...what }).catch(() => null)
          if (composed === null) continue
          ids.push(...composed.ids)
          return true
        }
        return false
      }
      for (const { kind: name, items, entries } of kinds) {
        const kind = writtenKinds.find((known) => known === name)
        if (kind === undefined) continue
        const told = toldOf(
          a.office.query().rules,
          kind,
          entries.map(({ field }) => field)
        )
        if (isNoticeKind(kind)) expect(await compose({ kind, told }), kind).toBe(true)
        // Each alone: some may be asked on one ground only.
        else for (const { code } of items) expect(await compose({ kind, items: [code], reason: '核对' }), `${kind} ${code}`).toBe(true)
      }
      expect(ids.length).toBeGreaterThan(3)
      await a.call('submit', { ids })
      await a.call('sign', { ids })
      expect(await everyOutput(a, ids)).not.toContain(CANARY)
      const load = pack(a)
      expect(load.records).toHaveLength(ids.length)
      expect(JSON.stringify(load.records.map(({ value }) => value))).not.toContain(CANARY)
      take(b, load)
      const { rows } = await b.call('search', { filter: { kinds: ['XC', 'CX'] } })
      for (const { id } of rows) {
        const { items } = await b.call('get', { id })
        await b.call('pair', { id, result: 'found', personId: b.persons[1] ?? '' })
        const findings = items.map(({ code }) => ({ code, status: 'unverifiable' as const, value: null }))
        await b.call('answer', { id, findings, method: 'file', verifiedOn: '2026-03-05' })
        await b.call('release', { ids: [id] })
      }
      expect(rows.length).toBeGreaterThan(0)
      const back = pack(b)
      expect(back.records.length).toBeGreaterThan(0)
      expect(JSON.stringify(back.records.map(({ value }) => value))).not.toContain(CANARY)
      for (const office of [a, b]) {
        expect(JSON.stringify(office.db.all('SELECT content FROM slip_record'))).not.toContain(CANARY)
        expect(JSON.stringify(office.db.all('SELECT * FROM audit_entry'))).not.toContain(CANARY)
        expect(JSON.stringify(office.office.notes)).not.toContain(CANARY)
      }
    } finally {
      close()
    }
  })
})
