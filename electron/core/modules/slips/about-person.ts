// Why: the person may know which office was told what about him, and which offices wrote about him.
import { incomingStatusLabels, outgoingStatusLabels } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { partnerNames } from '../partners'
import { fieldLines } from './body'
import { bodyOf, packOf } from './compose'
import { slipsOfFile, type SlipStored } from './queries/slip-rows'
import { isQueued } from './queries/travel-queries'

export interface SlipAbout {
  readonly direction: 'out' | 'in'
  readonly slipNo: string
  readonly kind: string
  readonly partner: string
  /** Day it was issued. */
  readonly issuedOn: string | null
  /** Instant it lay on the stick; null while it has not left. */
  readonly carriedAt: string | null
  readonly state: string
  /** Signed and not yet in a bundle. */
  readonly queued: boolean
  /** What it says, by name; empty for a slip of others, and once its content was forgotten. */
  readonly fields: readonly string[]
}

type Reading = Pick<CallContext, 'office' | 'today' | 'reference' | 'rules'> & { readonly db: ReadDb }

/** Header and limits are about the slip, not about the person. */
const isAboutPerson = (field: string): boolean => /^(person|items|questions|event|new_area)/.test(field)

function fieldsOf(context: Reading, slip: SlipStored): string[] {
  const pack = packOf(context, slip)
  const lines = fieldLines(pack, slip.kind, bodyOf(context, slip), context.reference)
  return [...new Set(lines.filter(({ field }) => isAboutPerson(field)).map(({ label }) => label))]
}

const words: Readonly<Record<string, string>> = { ...incomingStatusLabels, ...outgoingStatusLabels }
const incoming: Readonly<Record<string, string>> = incomingStatusLabels

/** @param files ids of the files of one person @returns slips with a number, oldest first; drafts have told nobody anything */
export function slipsAbout(context: Reading, files: readonly string[]): SlipAbout[] {
  const names = partnerNames(context.db)
  return files
    .flatMap((id) => slipsOfFile(context.db, id))
    .filter(({ slip_no: number }) => number !== null)
    .map((slip) => ({
      direction: slip.direction,
      slipNo: slip.slip_no ?? '',
      kind: packOf(context, slip).slipTypes[slip.kind].label,
      partner: names.get(slip.partner_id) ?? '',
      issuedOn: slip.issued_on,
      carriedAt: slip.carried_at,
      state: (slip.direction === 'in' ? incoming[slip.status] : words[slip.status]) ?? slip.status,
      queued: isQueued(context.db, slip.seq),
      fields: slip.direction === 'in' ? [] : fieldsOf(context, slip)
    }))
}
