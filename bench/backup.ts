/** An encrypted copy that is read back and checked, beside the stock tools that do parts of it: `.backup`, `age`, `quick_check`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ageRecipientOf, generateAgeIdentity } from '../electron/core/crypto'
import { holdSnapshot, openForCopying, openWrite, type OpenOptions } from '../electron/core/db'
import { makeBackup } from '../electron/core/modules/backup'
import { benchOffice } from './bench-office'
import { race, type Comparison } from './measure'

const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0
const sh = (command: string): void => void execFileSync('sh', ['-c', command])

/** The same office in a plain file, which is what the stock tools can read. */
function makePlain(open: OpenOptions, path: string): void {
  copyFileSync(open.path, path)
  const { raw, close } = openWrite({ ...open, path })
  raw.pragma('journal_mode=DELETE')
  raw.pragma("rekey=''")
  close()
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
  // A million persons are an office of one and a half gigabytes.
  const bench = await benchOffice(rows)
  const { dir, open } = bench
  const place = join(dir, 'place')
  mkdirSync(place)
  const office = openWrite(open)
  office.raw.pragma('wal_checkpoint(TRUNCATE)')
  const file = openForCopying(open.path)
  try {
    const plain = join(dir, 'plain.db')
    makePlain(open, plain)
    const recipient = await ageRecipientOf(await generateAgeIdentity())
    const facts = { id: '0'.repeat(32), code: '610802-00', name: '测试', phone: '', practice: false }
    const keys = { format: 'yipanqi-keys/1', cipher: open.cipher, databaseId: 'ab'.repeat(16), office: facts, slots: [] } as const
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
          ...{ madeAt: '2026-03-05T01:00:00.000Z', why: 'asked' as const, appVersion: 'bench' }
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
    bench.remove()
  }
}
