/** 交接单: what one stick holds for one partner, kept when it is written and printed as often as it is needed. */
import { z } from 'zod'
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { SlipKind } from '@shared/contract/slips'
import { sheetCodeText, type HandedFile } from '@shared/domain'
import { AppError } from '@shared/errors'
import { formatInstant } from '@shared/format'
import type { WriteDb } from '../../db'
import type { CallContext, QueryContext } from '../../rpc'
import { insertSheet, sheetById, sheetsBelow, type CarryRow } from './queries/carry-queries'

type Contracted = Contract['agreements']
type Sheet = Output<Contracted['carrySheet']>

const Files = z.array(z.strictObject({ name: z.string(), size: z.number(), sha256: z.string() }))
const Kinds = z.partialRecord(SlipKind, z.number())

export interface Handed {
  readonly partnerId: string
  readonly place: string
  readonly files: readonly HandedFile[]
  /** Kind → number of slips. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[]
  readonly slips: number
  /** SHA-256 of `manifestText(files)`. */
  readonly digest: string
}

/** Called in the transaction that notes the stick as written. */
export function recordCarrySheet(ctx: Pick<CallContext, 'newId' | 'actor'>, db: WriteDb, at: string, handed: Handed): void {
  insertSheet(db, {
    ...{ id: ctx.newId(), partner_id: handed.partnerId, written_at: at, by: ctx.actor.displayName, place: handed.place },
    files: JSON.stringify(handed.files.map(({ name, size, sha256 }) => ({ name, size, sha256 }))),
    kinds: JSON.stringify(Object.fromEntries(handed.kinds.map(({ kind, count }) => [kind, count]))),
    ...{ slips: handed.slips, bytes: handed.files.reduce((sum, { size }) => sum + size, 0), digest: handed.digest }
  })
}

const filesOf = (row: CarryRow): HandedFile[] => Files.parse(JSON.parse(row.files))

const rowOf = (row: CarryRow): Output<Contracted['carrySheets']>['rows'][number] => ({
  ...{ id: row.id, partnerId: row.partner_id, partnerName: row.partner_name, writtenAt: row.written_at, by: row.by, place: row.place },
  ...{ files: filesOf(row).length, slips: row.slips, bytes: row.bytes }
})

export function carrySheets({ db }: QueryContext, input: HandlerInput<Contracted['carrySheets']>): Output<Contracted['carrySheets']> {
  const below = input.cursor !== null && /^\d{1,15}$/.test(input.cursor) ? Number(input.cursor) : Number.MAX_SAFE_INTEGER
  const found = sheetsBelow(db, below, input.limit + 1)
  const rows = found.slice(0, input.limit)
  const last = found.length > input.limit ? rows.at(-1) : undefined
  return { rows: rows.map(rowOf), next: last === undefined ? null : String(last.seq) }
}

/** @throws AppError `agreements.sheet_unknown` */
export function carrySheet({ db, office, note }: QueryContext, { id }: { readonly id: string }): Sheet {
  const row = sheetById(db, id)
  if (!row) throw new AppError('agreements.sheet_unknown')
  const files = filesOf(row).sort((a, b) => (a.name < b.name ? -1 : 1))
  note({ subject: row.partner_id, detail: { files: files.length } })
  const kinds = Kinds.parse(JSON.parse(row.kinds))
  return {
    ...rowOf(row),
    ...{ partnerCode: row.partner_code, fileList: files, digest: row.digest },
    kinds: SlipKind.options.flatMap((kind) => {
      const count = kinds[kind]
      return count === undefined ? [] : [{ kind, count }]
    }),
    code: sheetCodeText(
      { from: office.code, to: row.partner_code, writtenOn: formatInstant(row.written_at).slice(0, 10), digest: row.digest },
      files
    )
  }
}
