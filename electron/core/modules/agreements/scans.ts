/** Pictures of the signed paper: taken in by what their bytes are, kept in the encrypted database, given out as a file. */
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '@shared/errors'
import type { CommandContext, PrepareContext } from '../../rpc'
import { knownAgreement } from './agreements'
import { plainText } from './plain-text'
import { addAgreementChange, deleteScan, insertScan, scanById, scansOf, type ScanRow } from './queries/agreement-queries'

const MAX_SCAN = 5_242_880
const MOST_SCANS = 10

/** @returns what the first bytes say, whatever the file is called; null for anything else */
export function scanTypeOf(bytes: Uint8Array): ScanRow['type'] | null {
  const begins = (...octets: readonly number[]): boolean => octets.every((octet, at) => bytes[at] === octet)
  if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf'
  if (begins(0xff, 0xd8, 0xff)) return 'jpg'
  return begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) ? 'png' : null
}

interface Picture {
  readonly name: string
  readonly type: ScanRow['type']
  readonly bytes: Uint8Array
}

export const addScan = {
  prepare: async ({ files }: PrepareContext, { file: ticket }: { readonly id: string; readonly file: string }): Promise<Picture> => {
    const { path, size, folder, name } = files.find(ticket)
    if (folder || size > MAX_SCAN) throw new AppError('agreements.scan_bad', { name, reason: '大于 5 MB' })
    const bytes = await readFile(path)
    const type = scanTypeOf(bytes)
    if (type === null) throw new AppError('agreements.scan_bad', { name, reason: '不是 PDF、JPEG 或 PNG' })
    return { name, type, bytes }
  },
  run: (ctx: CommandContext, { id }: { readonly id: string; readonly file: string }, { name, type, bytes }: Picture): { id: string } => {
    const { db, now, actor } = ctx
    const { seq } = knownAgreement(db, id)
    if (scansOf(db, seq).length >= MOST_SCANS) throw new AppError('agreements.scan_bad', { name, reason: '已有 10 个扫描件' })
    const scan = ctx.newId()
    const shown = (plainText(basename(name), 'file', '文件名') ?? '扫描件').slice(0, 120)
    insertScan(db, { id: scan, agreement: seq, name: shown, type, added_at: now, added_by: actor.displayName }, bytes)
    addAgreementChange(db, seq, { at: now, by: actor.displayName, field: 'scan', before: null, after: shown })
    ctx.note({ subject: id, detail: { bytes: bytes.length, type } })
    ctx.changed('partners')
    return { id: scan }
  }
}

/** @throws AppError `agreements.unknown` */
function known(db: Parameters<typeof scanById>[0], id: string) {
  const scan = scanById(db, id)
  if (!scan) throw new AppError('agreements.unknown')
  return scan
}

export function removeScan(ctx: CommandContext, { scan }: { readonly scan: string }): { id: string } {
  const { db, now, actor } = ctx
  const { agreement, name } = known(db, scan)
  deleteScan(db, scan)
  addAgreementChange(db, agreement, { at: now, by: actor.displayName, field: 'scan', before: name, after: null })
  ctx.note({ subject: scan })
  ctx.changed('partners')
  return { id: scan }
}

export const takeScan = {
  prepare: async ({ db, places, files }: PrepareContext, { scan }: { readonly scan: string }) => {
    const { bytes, type } = known(db, scan)
    const path = join(places.spool, `${scan}.${type}`)
    await writeFile(path, bytes, { mode: 0o600 })
    return { file: files.give(path, `协议扫描件.${type}`) }
  },
  run: (
    ctx: CommandContext,
    { scan }: { readonly scan: string },
    ready: { readonly file: { ticket: string; name: string; size: number } }
  ) => {
    ctx.note({ subject: scan })
    return ready
  }
}
