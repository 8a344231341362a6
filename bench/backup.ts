/** An encrypted copy that is read back and checked, beside the stock tools that do parts of it: `.backup`, `age`, `quick_check`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ageRecipientOf, generateAgeIdentity, randomBytes } from '../electron/core/crypto'
import {
  fasterCipher,
  holdSnapshot,
  migrate,
  openForCopying,
  openWrite,
  type Connection,
  type OpenOptions,
  type WriteDb
} from '../electron/core/db'
import { makeBackup } from '../electron/core/modules/backup'
import { race, type Comparison } from './measure'

const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0
const sh = (command: string): void => void execFileSync('sh', ['-c', command])

const FILL = 'INSERT INTO draft(account_id, form, subject, value, saved_at) VALUES (?, ?, ?, ?, ?)'
const NOW = '2026-03-05T01:00:00.000Z'

/** Rows of about one kilobyte: a million of them is an office of one gigabyte. */
function fill(db: Pick<WriteDb, 'prepared' | 'run'>, rows: number): void {
  const insert = db.prepared(FILL)
  const text = '流动人口登记、居住地址和往来单位的说明文字。'.repeat(14)
  for (let at = 0; at < rows; at++) insert('bench', 'f', String(at).padStart(9, '0'), `${text}${String(at)}`, NOW)
}

function build(open: OpenOptions, rows: number): Connection<WriteDb> {
  const office = openWrite(open)
  migrate(office, open, `${open.path}.before`, NOW)
  office.transaction(() => {
    office.db.run("INSERT INTO account(id, name, display_name, roles, created_at) VALUES ('bench', 'b', 'b', '[]', ?)", NOW)
    fill(office.db, rows)
  })
  return office
}

/** The same rows in a plain file, which is what the stock tools can read. */
function buildPlain(path: string, rows: number): void {
  sh(
    `sqlite3 '${path}' "PRAGMA journal_mode=WAL; CREATE TABLE draft(account_id TEXT, form TEXT, subject TEXT, value TEXT, saved_at TEXT, PRIMARY KEY (account_id, form, subject)) STRICT, WITHOUT ROWID; WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${String(rows)}) INSERT INTO draft SELECT 'bench', 'f', printf('%09d', i), replace(hex(zeroblob(154)), '000000', '流动人口登') || i, '${NOW}' FROM n;" > /dev/null`
  )
}

function flush(path: string): void {
  const handle = openSync(path, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

export async function backupBench(rows: number): Promise<Comparison[]> {
  if (!has('age') || !has('sqlite3')) {
    console.info('backup: skipped, age or sqlite3 is not installed')
    return []
  }
  const dir = mkdtempSync(join(tmpdir(), 'bench-backup-'))
  const place = join(dir, 'place')
  mkdirSync(place)
  const cipher = fasterCipher((name) => join(dir, `probe-${name}.db`))
  const open: OpenOptions = { path: join(dir, 'office.db'), key: randomBytes(32), cipher }
  const office = build(open, rows)
  const file = openForCopying(open.path)
  try {
    const plain = join(dir, 'plain.db')
    buildPlain(plain, rows)
    const recipient = await ageRecipientOf(await generateAgeIdentity())
    const facts = { id: '0'.repeat(32), code: '610802-00', name: '测试', phone: '', practice: false }
    const keys = { format: 'yipanqi-keys/1', cipher, databaseId: 'ab'.repeat(16), office: facts, slots: [] } as const
    const megabytes = (path: string): string => `${(statSync(path).size / 1e6).toFixed(0)} MB`
    const result = await race({
      ...{ name: 'encrypted copy, read back and checked', rows, bound: 1.5, rounds: rows >= 1_000_000 ? 3 : 5 },
      floorName: 'sqlite3 .backup + age -r + quick_check, flushed',
      ours: (round) => {
        const held = holdSnapshot(office, open)
        if (!held) throw new TypeError('somebody reads the log')
        const name = `yipanqi-610802-00-20260305-0915${String(10 + round)}-asked-1a2b3c4d.ypqbak`
        const task = {
          ...{
            kind: 'make' as const,
            fd: file.fd,
            databaseBytes: held.bytes,
            dataKey: open.key,
            keys: { ...keys, slots: [] },
            folder: dir
          },
          ...{ place, placeLabel: '', name, scratch: join(dir, 'scratch'), id: '01945ff0-0000-7000-8000-000000000001' },
          ...{ madeAt: NOW, why: 'asked' as const, appVersion: 'bench' }
        } as const
        const start = performance.now()
        for (const part of makeBackup(task)) if ('copied' in part) held.release()
        const took = performance.now() - start
        rmSync(join(place, name))
        rmSync(join(dir, 'scratch'), { recursive: true })
        return took
      },
      floor: () => {
        const out = join(dir, 'floor.db')
        const start = performance.now()
        sh(`sqlite3 '${plain}' ".backup '${out}'"`)
        sh(`age -r ${recipient} -o '${out}.age' '${out}'`)
        flush(`${out}.age`)
        sh(`sqlite3 '${out}' 'PRAGMA quick_check' > /dev/null`)
        const took = performance.now() - start
        rmSync(out)
        rmSync(`${out}.age`)
        return took
      },
      note: `${megabytes(open.path)} ours, ${megabytes(plain)} plain`
    })
    return [result]
  } finally {
    office.close()
    file.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
