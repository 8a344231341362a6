/** A day's work, four years, a deletion: before it nothing readable lies in the data folder, after it nothing deleted is in any page. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobView } from '@shared/contract'
import type { PurgeRun } from '@shared/contract/retention'
import { residentIdCheckCharacter } from '@shared/domain'
import { encode } from 'iconv-lite'
import { openRead, type OpenOptions } from '../../electron/core/db'
import { openOptions } from '../backup/backup-office'
import { testClock } from '../kit/clock'
import { desk, openTestOffice, PASSPHRASE, type Desk, type TestOffice } from '../kit/office'
import { csv, HEAD, listRow } from '../kit/lists'
import { plainPages } from '../kit/plain-pages'
import { someone, stay } from '../kit/register'

const number = (birth: string, ordinal: number): string => {
  const body = `610802${birth.replaceAll('-', '')}${String(ordinal).padStart(3, '0')}`
  return body + residentIdCheckCharacter(body)
}
const GONE = {
  name: '皎皎测',
  former: '曜曜测',
  idNo: number('1991-04-05', 101),
  phone: '13977770001',
  place: '朝晖巷七十七号',
  contact: '房东岱岱',
  note: '备注燧燧',
  second: '并入晏晏',
  listed: '花名册晗晗'
}
const LISTED_NO = number('1985-06-07', 303)
const STAYS = { name: '留存测', idNo: number('1988-08-08', 205), place: '留存路八号' }

function idsKept(open: OpenOptions): string[] {
  const { db, close } = openRead(open)
  try {
    return db.all<{ id: string }>('SELECT id FROM gone').map(({ id }) => id)
  } finally {
    close()
  }
}
const timesIn = (octets: Buffer, word: string): number => octets.toString('latin1').split(word).length - 1

let office: TestOffice
let files: string
let goneIds: string[] = []
let staysId = ''
const at = async (name: string): Promise<Desk> => {
  const one = desk(office.core)
  await one.call('session.signIn', { account: name, passphrase: PASSPHRASE })
  return one
}
const numbered = (idNo: string) => ({ idType: 'resident_id' as const, idNo, noIdReason: null })

async function work(clerk: Desk): Promise<void> {
  const put = async (person: Parameters<typeof someone>[0], text: string, contact?: string): Promise<string> =>
    (
      await clerk.call('persons.save', {
        person: someone(person),
        episodes: [
          stay({
            startedOn: '2021-05-01',
            endedOn: '2022-01-31',
            residenceText: text,
            ...(contact === undefined ? {} : { dwellingContact: contact })
          })
        ]
      })
    ).id
  const first = {
    name: GONE.name,
    formerName: GONE.former,
    ...numbered(GONE.idNo),
    birthDate: '1991-04-05',
    phone: GONE.phone,
    note: GONE.note
  }
  const gone = await put(first, GONE.place, GONE.contact)
  const second = await put({ name: GONE.second }, GONE.place)
  const stays = await put({ name: STAYS.name, ...numbered(STAYS.idNo), birthDate: '1988-08-08' }, STAYS.place)
  await clerk.call('drafts.save', { form: 'person', subject: gone, value: { name: GONE.name, idNo: GONE.idNo } })
  await clerk.call('presets.save', {
    name: '查一个人',
    shared: true,
    question: { filter: { text: GONE.idNo }, sort: 'pinyin' },
    columns: []
  })
  await clerk.call('persons.search', { filter: { text: GONE.name } })
  await clerk.call('persons.reveal', { id: gone, field: 'idNo', reason: '核对证件' })
  await clerk.call('rosters.issue', { wanted: { kind: 'card', persons: [gone, stays], sheet: 'A4', whole: true, reason: '入户核对' } })
  const list = join(files, '花名册.csv')
  writeFileSync(list, csv(HEAD, listRow(GONE.listed, LISTED_NO, '13977770002', '2021-06-01').with(6, GONE.place)))
  const { ticket } = clerk.connection.offer(list)
  const { sheet, headerRow, columns, moveKind: kind } = await clerk.finish('workbooks.look', { ticket })
  const mapped = columns.flatMap(({ column, key }) => (key === null ? [] : [{ column, key }]))
  await clerk.finish('workbooks.check', { ticket, sheet, headerRow, columns: mapped, kind })
  const { report } = await clerk.finish('workbooks.apply', { ticket, sheet, headerRow, columns: mapped, kind })
  expect(report).toMatchObject({ fresh: 1 })
  await clerk.finish('workbooks.export', { columns: ['name', 'idNo'], format: 'csv', whole: true, reason: '上报', confirmed: 4 })
  const [listed] = (await clerk.call('persons.search', { filter: { text: GONE.listed } })).rows
  const views = await Promise.all([gone, second].map((id) => clerk.call('persons.get', { id })))
  await clerk.call('duplicates.merge', {
    ...{ survivor: gone, merged: second, survivorRevision: views[0]?.revision ?? 0, mergedRevision: views[1]?.revision ?? 0, taken: [] }
  })
  goneIds = [gone, listed?.id ?? '']
  staysId = stays
  for (const id of goneIds) {
    const { revision } = await clerk.call('persons.get', { id })
    await clerk.call('persons.setStatus', { id, revision, status: 'closed', on: '2022-03-05', reason: 'moved_on', note: '附言燧燧' })
  }
}

/** In every way a program or a person might have written it down. */
const writings = (word: string): Buffer[] => [
  Buffer.from(word),
  Buffer.from(word, 'utf16le'),
  Buffer.from(word, 'utf16le').swap16(),
  Buffer.from(encode(word, 'gb18030')),
  ...[0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.from('x'.repeat(shift) + word)
        .toString('base64')
        .slice(shift === 0 ? 0 : 4, -4)
    )
  )
]
const WORDS = [...Object.values(GONE), LISTED_NO, ...Object.values(STAYS)]

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

/** Words found in the clear in the data folder, with the file. */
const readable = (words: readonly string[]): string[] => {
  const found: string[] = []
  for (const path of filesBelow(office.dir)) {
    const octets = readFileSync(path)
    for (const word of words)
      if (writings(word).some((form) => form.length > 3 && octets.includes(form))) found.push(`${word} in ${path.slice(office.dir.length)}`)
  }
  return found
}

async function purge(first: Desk): Promise<PurgeRun> {
  const refused = await first.raw('retention.purge', {})
  expect(refused).toMatchObject({ ok: false, error: { code: 'approval.needed' } })
  const { id } = await first.call('approvals.request', { method: 'retention.purge', input: {}, reason: '到期' })
  await (await at('qianfa')).call('approvals.approve', { id })
  const started = await first.raw('retention.purge', {}, randomUUID(), id)
  if (!started.ok) throw new Error(started.error.code)
  const { job } = started.value as { job: string }
  const ended = await new Promise<JobView>((done) => {
    first.connection.onPush((push) => {
      if (push.event === 'job.updated' && push.value.id === job && push.value.state !== 'running') done(push.value)
    })
  })
  expect(ended.error).toBeNull()
  return ended.result as PurgeRun
}

beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'purge-lists-'))
  office = await openTestOffice({ clock: testClock('2022-03-05T09:00:00+08:00') })
  await office.as('qianfa', ['signer'])
  await work(office)
  await (await at('guanli')).finish('backup.run', {})
})
afterAll(async () => {
  await office.close()
  rmSync(files, { recursive: true, force: true })
})

describe('the data folder', () => {
  it('after a day of work › nothing of anybody, no key and no passphrase stands in it in the clear', async () => {
    await office.core.close()
    const { key } = await openOptions(office.dir)
    const secrets = [PASSPHRASE, office.recoveryKey, Buffer.from(key).toString('hex'), Buffer.from(key).toString('base64')]
    expect(readable([...WORDS, ...secrets])).toEqual([])
    const octets = [...filesBelow(office.dir)].map((path) => readFileSync(path))
    expect(octets.some((one) => one.includes(Buffer.from(key)))).toBe(false)
    await office.restart()
  })

  it('after the deletion › no deleted value is in any page, and what stays stays', async () => {
    const open = await openOptions(office.dir)
    const before = plainPages(open)
    for (const word of WORDS) expect(before.includes(Buffer.from(word)), word).toBe(true)

    office.clock.set('2026-03-01T09:00:00+08:00')
    const admin = await at('guanli')
    expect((await admin.call('retention.preview', {})).clock).toBe('jumped')
    for (const day of ['02', '03', '04']) {
      office.clock.set(`2026-03-${day}T09:00:00+08:00`)
      await at('banli')
    }
    office.clock.set('2026-03-05T09:00:00+08:00')
    const first = await at('guanli')
    const { rules, clock } = await first.call('retention.preview', {})
    expect(clock).toBeNull()
    const due = new Map(rules.map(({ record, due: count }) => [record, count]))
    expect(due.get('person_set_aside')).toBe(2)
    expect(due.get('person_left')).toBe(1)
    expect(due.get('roster')).toBe(1)
    expect(due.get('audit')).toBeGreaterThan(10)

    const run = await purge(first)
    expect(run).toMatchObject({ state: 'done', on: '2026-03-05', by: '管理员' })
    expect(new Map(run.counts.map(({ record, count }) => [record, count])).get('person_set_aside')).toBe(2)
    const after = plainPages(open)
    const left = [...Object.values(GONE), LISTED_NO].filter((word) => after.includes(Buffer.from(word)))
    expect(left).toEqual([])
    // A random id says nothing of anybody; it stands once, in the list that keeps an older copy from bringing the file back.
    const kept = new Set(idsKept(open))
    expect(goneIds.filter((id) => timesIn(after, id) > (kept.has(id) ? 1 : 0))).toEqual([])
    expect(goneIds.some((id) => kept.has(id))).toBe(true)
    for (const word of Object.values(STAYS)) expect(after.includes(Buffer.from(word)), word).toBe(true)
    expect(readable(WORDS)).toEqual([])
  })

  it('afterwards › the rest is due no more, the log verifies from where it was cut, older backups are named', async () => {
    const admin = await at('guanli')
    const { rules, runs, backups } = await admin.call('retention.preview', {})
    expect(rules.filter(({ due }) => due > 0)).toEqual([])
    expect(JSON.stringify(runs)).not.toContain(GONE.name)
    expect(backups).toMatchObject({ count: 1, places: ['本机'] })
    expect(await (await at('banli')).call('audit.verify', {})).toMatchObject({ intact: true })
    await expect(admin.call('retention.purge', {})).rejects.toMatchObject({ code: 'retention.nothing_due' })
    expect(await (await at('banli')).call('persons.get', { id: staysId })).toMatchObject({ name: STAYS.name, status: 'set_aside' })
  })
})
