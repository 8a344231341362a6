// Why: a checkup that calls a broken office well, or a sound one broken, is worse than none; and what it says must hold no word about a person.
import { closeSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isDay, type Day } from '@shared/domain'
import { CHECKUP_EVERY_DAYS, checkNames, checkTitles, verdictWords, worstOf } from '@shared/domain/checkup'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import { resourcesDir } from '../../../../test/kit/office'
import { makeSlot, type SlotFile } from '../../db'
import { appendAudit } from '../audit'
import { lookDeep } from './deep'
import { backups, disk, encryption, folder, sticks } from './file-checks'
import type { Asked, Check, CheckedOffice, CheckupRoom, Finding } from './finding'
import { keepReport, keptReports, nextDue } from './history'
import { clock, codes, computer, fonts, keys, partners, printers, rules } from './program-checks'
import { runCheckup } from './run-checkup'

let made: ModuleOffice
let slots: SlotFile
const key = new Uint8Array(32)

beforeAll(async () => {
  made = await openModuleOffice()
  const slot = await makeSlot({ databaseId: 'd' }, key, { account: null, displayName: '恢复密钥', secret: 'x', logN: 4 })
  const mine = await makeSlot({ databaseId: 'd' }, key, { account: 'banli', displayName: '办理', secret: 'y', logN: 4 })
  const office = { id: made.card.id, code: made.card.code, name: made.card.name, phone: '', practice: false }
  slots = { format: 'yipanqi-keys/1', cipher: 'aegis', databaseId: 'd', office, slots: [mine, slot] }
  mkdirSync(join(made.dir, 'keys'))
  for (const name of ['device-1.age', 'root.age']) writeFileSync(join(made.dir, 'keys', name), 'x')
})
afterAll(() => {
  made.close()
  rmSync(made.dir, { recursive: true, force: true })
})

function asked(room: Partial<CheckupRoom> = {}, office: Partial<CheckedOffice> = {}): Asked {
  const query = made.query()
  return {
    office: {
      db: made.db,
      open: { path: join(made.dir, 'office.db'), key, cipher: 'aegis' },
      places: made.places,
      reference: query.reference,
      rules: query.reference.rulePackOn(query.today),
      practice: false,
      today: query.today,
      slotFile: () => slots,
      ...office
    },
    room: {
      clock: made.clock,
      appVersion: '0.1.0',
      resourcesDir,
      drives: () => Promise.resolve([]),
      free: () => Promise.resolve(50_000_000_000),
      folderKind: () => Promise.resolve('local'),
      printers: () => Promise.resolve(1),
      computer: () => ({ memory: 8e9, free: 4e9, cores: 4, system: 'Test 1', zone: 480 }),
      logLines: () => [],
      deep: async function* (task) {
        yield* await Promise.resolve(lookDeep(task))
      },
      busy: new Set(),
      ...room
    }
  }
}
const verdictOf = async (check: Check, room: Partial<CheckupRoom> = {}, office: Partial<CheckedOffice> = {}): Promise<string> =>
  (await check(asked(room, office))).verdict
const dayNamed = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}

describe('looks at the PC', () => {
  it.each([
    [50e9, 'good'],
    [0.9e9, 'note'],
    [0.1e9, 'bad'],
    [null, 'unknown']
  ] as const)('disk with %s octets free › %s', async (free, verdict) =>
    expect(await verdictOf(disk, { free: () => Promise.resolve(free) })).toBe(verdict)
  )

  it.each([
    ['local', 'good'],
    ['removable', 'bad'],
    ['network', 'bad'],
    ['unknown', 'unknown']
  ] as const)('data on a %s disk › %s', async (kind, verdict) =>
    expect(await verdictOf(folder, { folderKind: () => Promise.resolve(kind) })).toBe(verdict)
  )

  it.each([
    [3, 'good'],
    [0, 'note'],
    [null, 'unknown']
  ] as const)('%s printers › %s', async (count, verdict) =>
    expect(await verdictOf(printers, { printers: () => Promise.resolve(count) })).toBe(verdict)
  )

  it.each([
    [{ memory: 8e9, free: 4e9, cores: 4 }, 'good'],
    [{ memory: 2e9, free: 1e9, cores: 4 }, 'note'],
    [{ memory: 8e9, free: 4e9, cores: 1 }, 'note'],
    [{ memory: 8e9, free: 0.1e9, cores: 4 }, 'note']
  ] as const)('PC %o › %s', async (facts, verdict) =>
    expect(await verdictOf(computer, { computer: () => ({ ...facts, system: 'Test', zone: 480 }) })).toBe(verdict)
  )

  it('a stick without room › is worth a word', async () => {
    const drive = { id: 'd', label: 'x', path: '/x', free: 1000 }
    expect(await verdictOf(sticks, { drives: () => Promise.resolve([drive]) })).toBe('note')
    expect(await verdictOf(sticks, { drives: () => Promise.resolve([{ ...drive, free: null }]) })).toBe('good')
  })
})

describe('clock', () => {
  it('agrees with what was noted › good; set to another zone › worth a word; behind the log › bad', async () => {
    expect(await verdictOf(clock)).toBe('good')
    const zone = { ...asked().room.computer(), zone: 0 }
    expect(await verdictOf(clock, { computer: () => zone })).toBe('note')
    const at = new Date(made.clock.now() + 3_600_000).toISOString()
    made.write.transaction(() => appendAudit(made.write.db, { at, account: 'x', method: 'm.m', event: 'm.m', outcome: 'done' }))
    expect(await verdictOf(clock)).toBe('bad')
    made.clock.advance(3_600_000)
    expect(await verdictOf(clock)).toBe('good')
    expect(await verdictOf(clock, { clock: { now: () => Date.parse('2010-01-01T00:00:00Z') } })).toBe('bad')
  })
})

describe('encryption', () => {
  it('an encrypted file with a recovery key › good', async () => expect(await verdictOf(encryption)).toBe('good'))
  it('no recovery key › worth a word', async () =>
    expect(await verdictOf(encryption, {}, { slotFile: () => ({ ...slots, slots: slots.slots.slice(0, 1) }) })).toBe('note'))
  it('a plain database › bad', async () => {
    const path = join(made.dir, 'plain.db')
    writeFileSync(path, 'SQLite format 3\0rest')
    expect(await verdictOf(encryption, {}, { open: { path, key, cipher: 'aegis' } })).toBe('bad')
  })
})

describe('keys', () => {
  it('own card and both files › good; without the root › worth a word; without the device › bad', async () => {
    expect(await verdictOf(keys)).toBe('good')
    rmSync(join(made.dir, 'keys', 'root.age'))
    expect(await verdictOf(keys)).toBe('note')
    rmSync(join(made.dir, 'keys', 'device-1.age'))
    expect(await verdictOf(keys)).toBe('bad')
  })

  it.each([
    ['confirmed', 'good'],
    ['pending', 'note'],
    ['alarm', 'bad']
  ])('a partner that is %s › %s', async (trust, verdict) => {
    made.write.transaction(() => {
      made.write.db.run('DELETE FROM partner')
      made.write.db.run(
        `INSERT INTO partner(id, name, code, phone, office_id, trust, created_at) VALUES ('p', '对方', '141124-00', '', 'o', ?, '2026-01-01T00:00:00.000Z')`,
        trust
      )
    })
    expect(await verdictOf(partners)).toBe(verdict)
  })
})

describe('what the program brings', () => {
  it('fonts as they were shipped › good; one octet other › bad', async () => {
    expect(await verdictOf(fonts)).toBe('good')
    const copy = mkdtempSync(join(tmpdir(), 'resources-'))
    cpSync(join(resourcesDir, 'fonts'), join(copy, 'fonts'), { recursive: true })
    scribble(join(copy, 'fonts', 'hana-min-b-rare-20000.woff2'), 1000, Buffer.from([1]))
    expect(await verdictOf(fonts, { resourcesDir: copy })).toBe('bad')
    rmSync(copy, { recursive: true })
  })

  it('tables valid today › good; a year without its holidays › worth a word; a table other than recorded › bad', async () => {
    expect(await verdictOf(codes)).toBe('good')
    expect(await verdictOf(codes, {}, { today: dayNamed('2199-01-01') })).toBe('note')
    const copy = mkdtempSync(join(tmpdir(), 'resources-'))
    mkdirSync(join(copy, 'codes'))
    copyFileSync(join(resourcesDir, 'codes', 'manifest.json'), join(copy, 'codes', 'manifest.json'))
    expect(await verdictOf(codes, { resourcesDir: copy })).toBe('bad')
    rmSync(copy, { recursive: true })
  })

  it('the rules of today › good; other ones › worth a word', async () => {
    expect(await verdictOf(rules)).toBe('good')
    const old = asked().office.reference.rulePack('pre-2009')
    expect(await verdictOf(rules, {}, old ? { rules: old } : {})).toBe('note')
  })
})

function scribble(path: string, at: number, bytes: Uint8Array): void {
  const fd = openSync(path, 'r+')
  try {
    writeSync(fd, bytes, 0, bytes.length, at)
  } finally {
    closeSync(fd)
  }
}

describe('backups', () => {
  const DAY = 86_400_000
  const writePlaces = (last: { at: string; file: string; bytes: number } | null, failed: object | null = null): void =>
    writeFileSync(
      join(made.dir, 'backup-places.json'),
      JSON.stringify({
        format: 'yipanqi-places/1',
        places: [{ id: '00000000-0000-4000-8000-000000000001', label: '本机', path: 'backups', here: true, addedAt: '', last, failed }]
      })
    )
  const file = '一盘棋备份-610802-00-20260305-090000-日常.ypqbak'

  it('never made › bad, in practice not missed', async () => {
    writePlaces(null)
    expect(await verdictOf(backups)).toBe('bad')
    expect(await verdictOf(backups, {}, { practice: true })).toBe('good')
  })

  it('noted but no longer there › bad', async () => {
    writePlaces({ at: new Date(made.clock.now()).toISOString(), file, bytes: 5 })
    expect(await verdictOf(backups)).toBe('bad')
  })

  it('old › worth a word, then bad', async () => {
    const at = new Date(made.clock.now()).toISOString()
    writePlaces({ at, file, bytes: 5 })
    const lost = await backups(asked({ clock: { now: () => made.clock.now() + 20 * DAY } }))
    expect(lost.verdict).toBe('bad')
    expect(Object.values(lost).join('')).not.toMatch(/undefined|NaN/)
  })
})

describe('runCheckup', () => {
  const ear = { progress: () => undefined, signal: new AbortController().signal }
  const parts = ['database', 'audit', 'bundles'] as const
  const quick: CheckupRoom['deep'] = async function* () {
    for (const look of parts) yield await Promise.resolve({ look, failed: 'storage.busy', damaged: false } as const)
  }

  it('tells every check once, in order, in words without Latin identifiers, and keeps the report', async () => {
    const { office, room } = asked({ deep: quick })
    const report = await runCheckup(office, room, { why: 'asked', thorough: false }, ear)
    expect(report.findings.map(({ check }) => check)).toEqual(checkNames)
    for (const { found, todo, verdict } of report.findings) {
      expect(found).toMatch(/。$/)
      if (verdict === 'note' || verdict === 'bad') expect(todo).toMatch(/。$/)
    }
    expect(keptReports(made.dir)[0]).toEqual(report)
  })

  it('a look that fails › is told as not looked at, the others go on', async () => {
    const { office, room } = asked({ deep: quick, free: () => Promise.reject(new RangeError('张三')) })
    const { findings } = await runCheckup(office, room, { why: 'weekly', thorough: false }, ear)
    const failed = findings.find(({ check }) => check === 'disk')
    expect(failed?.verdict).toBe('unknown')
    expect(JSON.stringify(findings)).not.toContain('张三')
    expect(findings).toHaveLength(checkNames.length)
  })

  it('a second one meanwhile › is refused; one that was stopped leaves no report', async () => {
    const { office, room } = asked({ deep: quick })
    const before = keptReports(made.dir).length
    const stopped = new AbortController()
    const first = runCheckup(office, room, { why: 'asked', thorough: false }, { ...ear, signal: stopped.signal })
    await expect(runCheckup(office, room, { why: 'asked', thorough: false }, ear)).rejects.toMatchObject({ code: 'checkup.running' })
    stopped.abort()
    await expect(first).rejects.toMatchObject({ code: 'job.cancelled' })
    expect(keptReports(made.dir)).toHaveLength(before)
    expect(room.busy.size).toBe(0)
  })
})

describe('history', () => {
  const finding: Finding = { check: 'disk', verdict: 'good', found: '好。', todo: '' }
  const report = (at: string) => ({ at, why: 'weekly' as const, thorough: false, appVersion: '0.1.0', findings: [finding] })

  it('keeps a dozen, the newest first; a scribbled file is begun anew', () => {
    const dir = mkdtempSync(join(tmpdir(), 'checkups-'))
    for (let day = 1; day <= 20; day++) keepReport(dir, report(`2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`))
    expect(keptReports(dir)).toHaveLength(12)
    expect(keptReports(dir)[0]?.at).toBe('2026-03-20T00:00:00.000Z')
    writeFileSync(join(dir, 'checkups.json'), '{"for')
    expect(keptReports(dir)).toEqual([])
    keepReport(dir, report('2026-03-21T00:00:00.000Z'))
    expect(keptReports(dir)).toHaveLength(1)
    rmSync(dir, { recursive: true })
  })

  it('the next one is due after a week, at once when there was none or the clock went back', () => {
    const now = Date.parse('2026-03-08T00:00:00.000Z')
    const at = { now: () => now }
    expect(nextDue(undefined, at)).toBe(now)
    expect(nextDue(report('2026-03-05T00:00:00.000Z'), at)).toBe(Date.parse('2026-03-05T00:00:00.000Z') + CHECKUP_EVERY_DAYS * 86_400_000)
    expect(nextDue(report('2027-03-05T00:00:00.000Z'), at)).toBe(now)
    expect(nextDue(report('not a time'), at)).toBe(now)
  })
})

it('the gravest › wins', () => {
  expect(worstOf([])).toBe('good')
  expect(worstOf(['good', 'unknown'])).toBe('unknown')
  expect(worstOf(['note', 'unknown', 'good'])).toBe('note')
  expect(worstOf(['note', 'bad', 'good'])).toBe('bad')
  expect(Object.keys(verdictWords)).toHaveLength(4)
  expect(Object.values(checkTitles).every((title) => /\p{Script=Han}/u.test(title))).toBe(true)
})
