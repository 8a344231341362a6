/** The job 预览: opens what was scanned and counts what is in it, so that a person knows what he accepts; nothing of it is taken in. */
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { BundleFault } from '../../container'
import type { ContentPart, ContentReader } from '../../incoming'
import type { JobContext } from '../../rpc'
import { chosenFile, type Chosen } from './chosen-file'
import { contentRequest } from './import-bundle'
import { wordsFor } from './refusals'
import { withVerdict, type Verdict } from './verify-file'
import { kindList } from './write-stick'

type Job = Contract['exchange']['previewBundles']
type Row = Output<Job>['bundles'][number]

const NOTHING = { kinds: [], slips: 0, refused: 0, receipts: 0, echoes: 0, code: null, reason: null, advice: null } as const

/** @param read reads the content of one bundle */
export const previewBundlesBy =
  (read: ContentReader) =>
  async (ctx: JobContext, { spools }: HandlerInput<Job>): Promise<Output<Job>> => {
    const chosen = [...new Set(spools)].map((id) => chosenFile(ctx, id))
    const bundles: Row[] = []
    for (const [index, file] of chosen.entries()) {
      ctx.checkpoint()
      ctx.progress('open', index, chosen.length)
      bundles.push({ spool: file.row.id, ...NOTHING, kinds: [], ...(await countIn(ctx, read, file)) })
    }
    return { bundles }
  }

function countIn(ctx: JobContext, read: ContentReader, { file }: Chosen): Promise<Partial<Row>> {
  const look = { db: ctx.db, office: ctx.office, supplied: [] }
  return withVerdict(look, file.path, async (verdict: Verdict) => {
    if (verdict.kind === 'refused') return { code: verdict.refusal.code, ...wordsFor(verdict.refusal.code, verdict.refusal.params) }
    if (!verdict.bundle.header.data) return {}
    const count = new Count()
    try {
      for await (const part of read(verdict.bundle, file.path, contentRequest(ctx))) {
        ctx.checkpoint()
        count.add(part)
      }
    } catch (error) {
      if (!(error instanceof BundleFault)) throw error
      return { code: error.code, ...wordsFor(error.code, error.params) }
    }
    return count.told()
  })
}

class Count {
  private readonly kinds = new Map<string, number>()
  private slips = 0
  private refused = 0
  private receipts = 0
  private echoes = 0

  add({ slips, refused, receipts, kept }: ContentPart): void {
    this.slips += slips.length + refused.length
    this.refused += refused.length
    this.receipts += receipts.length
    for (const item of kept) if (item.t === 'echo') this.echoes += 1
    for (const [, , , , , , kind] of slips) this.kinds.set(kind ?? '', (this.kinds.get(kind ?? '') ?? 0) + 1)
  }

  told(): Pick<Row, 'kinds' | 'slips' | 'refused' | 'receipts' | 'echoes'> {
    const { slips, refused, receipts, echoes } = this
    return { kinds: kindList(JSON.stringify(Object.fromEntries(this.kinds))), slips, refused, receipts, echoes }
  }
}
