/** What stands in the content of a simulated bundle: slips, receipts and echoes, sorted as the real reader sorts them. */
import type { ReceiptLine, SlipLine } from '../../electron/core/container'
import { sha256Text } from '../../electron/core/crypto'
import type { ReadDb } from '../../electron/core/db'
import { slipRow, type SlipRow } from '../../electron/core/incoming'
import { slipLinesOf } from '../../electron/core/modules/exchange/protocol'
import type { SignedHeader } from './paper'

export const slipIds = (lines: readonly string[]): string[] =>
  [...slipLinesOf(lines)].map((line) => (JSON.parse(line) as { id: string }).id)

export interface Echo {
  readonly id: string
  readonly signed: SignedHeader
  readonly lines: readonly string[]
}

/** @param lines the core first */
export function sorted(lines: readonly string[]): { slips: SlipRow[]; receipts: ReceiptLine[]; echoes: Echo[] } {
  const [slips, receipts, echoes]: [SlipRow[], ReceiptLine[], Echo[]] = [[], [], []]
  for (let at = 1; at < lines.length; at++) {
    const text = lines[at] ?? ''
    const value = JSON.parse(text) as { t: string; bundle: string; header: string; sig: string; lines: number }
    if (value.t === 'receipt')
      receipts.push(value as unknown as ReceiptLine) // written by `queueReceipt`
    else if (value.t === 'slip')
      slips.push(slipRow(value as unknown as SlipLine, sha256Text(text).replace('sha256:', ''), text)) // written by `createSlip`
    else if (value.t === 'echo') {
      const plain = (base64: string): string => Buffer.from(base64, 'base64').toString()
      echoes.push({
        id: value.bundle,
        signed: { text: plain(value.header), sig: plain(value.sig) },
        lines: lines.slice(at + 1, at + 1 + value.lines)
      })
      at += value.lines
    }
  }
  return { slips, receipts, echoes }
}

/** @returns the same without slips that stand here already, whatever they say */
export function newOnly(db: ReadDb, partner: string, content: ReturnType<typeof sorted>): ReturnType<typeof sorted> {
  const stands = (id: string): boolean =>
    db.value<number>("SELECT 1 FROM slip WHERE record_id = ? AND direction = 'in' AND partner_id = ?", Buffer.from(id, 'hex'), partner) ===
    1
  return { ...content, slips: content.slips.filter(([id]) => !stands(id)) }
}
