/** Two offices in the middle of their work, as they lie on disk, and what must be true of them after any mishap with a stick. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import { bytesSource, inspectBundle, readCardFile } from '../../electron/core/container'
import { silentLog } from '../../electron/core/platform'
import { refusalOf } from '../../electron/core/rpc'
import { explain } from '../../shared/errors'
import { openLinkedOffice, openPair, trust, type LinkedOffice } from '../kit/linked-offices'
import type { StandingOffice } from '../kit/module-office'

/** Slips that wait at a for b, and that come from b to a. */
export const QUEUED = 3
const COMING = 4

/**
 * Something acknowledged, something carried, something queued, receipts due, odd files about.
 * @param root folder the offices are kept in @param fromB folder that becomes the stick b wrote for a
 */
export async function standOffices(root: string, fromB: string): Promise<{ readonly a: StandingOffice; readonly b: StandingOffice }> {
  const pair = await openPair()
  pair.a.queue(pair.b, 1)
  const first = pair.stick()
  await pair.a.writeTo(first)
  await pair.b.takeFrom(first)
  pair.b.queue(pair.a, COMING)
  mkdirSync(fromB, { recursive: true })
  await pair.b.writeTo(fromB)
  pair.a.queue(pair.b, QUEUED)
  const folder = join(fromB, 'JHB', '610802-00')
  const whole = readdirSync(folder).find((name) => /_[0-9a-f]{8}_/.test(name)) ?? ''
  writeFileSync(join(folder, 'cut-short.jhb'), readFileSync(join(folder, whole)).subarray(0, 700))
  const c = await openLinkedOffice({ code: '150802-00', name: '测试丙区' })
  trust(c, pair.a)
  await c.writeTo(fromB)
  c.close()
  const kept = { a: keep(pair.a, join(root, 'a')), b: keep(pair.b, join(root, 'b')) }
  pair.close()
  return kept
}

/** Copies an office as its disk has it; whatever only memory knew is gone. */
export function copyOf(office: Pick<StandingOffice, 'dir'>, to: string): void {
  rmSync(to, { recursive: true, force: true })
  cpSync(office.dir, to, { recursive: true, filter: (path) => !path.endsWith('-shm') })
}

function keep(office: LinkedOffice, dir: string): StandingOffice {
  office.write.raw.pragma('wal_checkpoint(TRUNCATE)')
  copyOf(office, dir)
  return { ...office.standing, dir }
}

export const finalFiles = (stick: string): string[] =>
  readdirSync(stick, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.jh[bk]$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))

/**
 * Under their final names only whole files.
 * @param mended a file system's checker was at work, which empties a file whose old and new name were both on the medium
 */
export async function assertStick(stick: string, { mended = false } = {}): Promise<void> {
  for (const path of finalFiles(stick)) {
    const octets = readFileSync(path)
    if (mended && octets.length === 0) continue
    await (path.endsWith('.jhk') ? readCardFile(octets) : inspectBundle(bytesSource(octets)))
  }
}

/** No number twice, every slip in exactly one bundle, and a file for every row and a row for every file. */
function assertBooks(office: LinkedOffice): void {
  const { db, places } = office
  expect(db.all<{ seq: number }>("SELECT seq FROM bundle WHERE direction = 'out' ORDER BY seq").map(({ seq }) => seq)).toEqual([1, 2])
  expect(db.value('SELECT count(*) FROM slip_travel WHERE bundle_id IS NOT NULL')).toBe(1 + QUEUED)
  const archived = db.all<{ archive: string }>('SELECT archive FROM bundle').map(({ archive }) => archive)
  for (const name of archived) expect(existsSync(join(places.archive, name)), name).toBe(true)
  expect(readdirSync(places.archive).filter((name) => name.endsWith('.part'))).toEqual([])
}

export async function assertWritten(office: LinkedOffice, stick: string): Promise<void> {
  assertBooks(office)
  await assertStick(stick)
  const parts = readdirSync(stick, { recursive: true }).filter((name) => String(name).endsWith('.part'))
  expect(parts).toEqual([])
  const carried = finalFiles(stick).filter((path) => /_[0-9a-f]{8}_\d+_/.test(basename(path)))
  expect(carried.length).toBe(2)
}

export function assertTaken(office: LinkedOffice): void {
  const { db } = office
  expect(db.value("SELECT count(*) FROM slip WHERE direction = 'in'")).toBe(COMING)
  expect(db.value('SELECT count(DISTINCT record_id) FROM slip_record WHERE batch IS NOT NULL')).toBe(COMING)
  expect(db.value('SELECT count(*) FROM slip_batch WHERE bundle_id IS NULL')).toBe(0)
  expect(db.value("SELECT count(*) FROM bundle WHERE direction = 'in'")).toBe(1)
  expect(db.value("SELECT count(*) FROM bundle WHERE direction = 'out' AND state = 'acknowledged'")).toBe(1)
  expect(db.value('SELECT count(*) FROM quarantine')).toBe(1)
  expect(db.value('SELECT count(*) FROM waiting_file')).toBeGreaterThan(0)
  expect(db.value('SELECT count(*) FROM link_flag')).toBe(0)
}

/** In words of the catalogue: what happened, what was not changed, what to do. @returns the code */
export function assertTold(problem: unknown): string {
  const { code, params } = refusalOf(problem, silentLog, 'job')
  expect(code).not.toBe('internal.unexpected')
  const { what, kept, todo } = explain(code, params)
  for (const sentence of [what, kept, todo]) expect(sentence).toMatch(/[\u4e00-\u9fff]/)
  return code
}
