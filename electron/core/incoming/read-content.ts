// Why: opening, checking and sorting the content of a bundle needs no database and no session, so it can run beside the thread that has them.
import type { RulePack } from '@shared/domain'
import { openBundle, type ContentItem, type CoreLine, type OpenableBundle, type OpeningKeys } from '../container'
import { slipRow, type SlipRow } from './slip-row'
import { checkIncoming } from './slip-whitelist'

export interface ContentRequest extends OpeningKeys {
  /** The office's own pack first; any other counts only if it was in force when a slip was issued. */
  readonly packs: readonly RulePack[]
  /** The schema of records this version understands; slips of another are kept as lines. */
  readonly schema: string
}

export type RefusedSlip = Exclude<Extract<ContentItem, { t: 'slip' }>, { refusal: null }>
export type ReceiptItem = Extract<ContentItem, { t: 'receipt' }>
/** Lines kept as they are: files of slips, echoes, records of a later version. */
export type KeptItem = Exclude<ContentItem, { t: 'receipt' | 'echo-end' }>

/** What one stretch of the content holds, each kind in the order of the file. */
export interface ContentPart {
  /** Only in the first part. */
  readonly core: CoreLine | null
  readonly slips: readonly SlipRow[]
  readonly refused: readonly RefusedSlip[]
  readonly receipts: readonly ReceiptItem[]
  readonly kept: readonly KeptItem[]
}

/**
 * Nothing of it may take effect before the iteration has ended by itself: a fault may come after any number of parts.
 * @throws BundleFault of steps 9–12
 */
export async function* readContent(
  bundle: OpenableBundle,
  { identities, sm2, contentKey, packs, schema }: ContentRequest
): AsyncGenerator<ContentPart, void> {
  let known = true
  for await (const { core, items } of openBundle(bundle, {
    identities,
    sm2,
    contentKey,
    checkSlip: (slip) => checkIncoming(packs, slip)
  })) {
    if (core) known = core.schema === schema
    yield sortedPart(core, items, known)
  }
}

function sortedPart(core: CoreLine | null, items: readonly ContentItem[], known: boolean): ContentPart {
  const [slips, refused, receipts, kept]: [SlipRow[], RefusedSlip[], ReceiptItem[], KeptItem[]] = [[], [], [], []]
  for (const item of items) {
    if (item.t === 'receipt') receipts.push(item)
    else if (item.t === 'echo-end') continue
    else if (item.t !== 'slip' || !known) kept.push(item)
    else if (item.refusal) refused.push(item)
    else slips.push(slipRow(item.value, item.digest, item.text))
  }
  return { core, slips, refused, receipts, kept }
}
