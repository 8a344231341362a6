/** What travels, in the clerk's words: states of bundles and files, kinds of slips, one sentence per result. */
import type { StateName } from '@renderer/ui'
import type { Output, SpecOf } from '@shared/contract'
import { slipKindLabels } from '@shared/domain'
import { formatBytes, formatCount } from '@shared/format'

export type Outbox = Output<SpecOf<'exchange.outbox'>>['rows'][number]
export type Drive = Output<SpecOf<'exchange.drives'>>['rows'][number]
export type Written = Output<SpecOf<'exchange.writeStick'>>
export type Scanned = Output<SpecOf<'exchange.scanStick'>>
export type FoundFile = Scanned['found'][number]
export type Previewed = Output<SpecOf<'exchange.previewBundles'>>['bundles'][number]
export type Imported = Output<SpecOf<'exchange.importBundles'>>['bundles'][number]
export type Bundle = Output<SpecOf<'exchange.bundles'>>['rows'][number]
export type LinkFacts = Output<SpecOf<'exchange.link'>>
export type Quarantined = Output<SpecOf<'exchange.quarantine'>>['rows'][number]

interface Tag {
  readonly state: StateName
  readonly text: string
}

export const foundTags: Record<FoundFile['state'], Tag> = {
  ready: { state: 'pending', text: '可以导入' },
  status: { state: 'pending', text: '往来状态' },
  duplicate: { state: 'closed', text: '已收过' },
  'wait-key': { state: 'due', text: '等核对密钥' },
  'wait-chain': { state: 'due', text: '等前后包' },
  'wait-upgrade': { state: 'due', text: '等升级' },
  held: { state: 'due', text: '等人放行' },
  own: { state: 'closed', text: '本单位发出' },
  refused: { state: 'quarantined', text: '没有通过' }
}

/** A bundle for somebody else is nothing suspicious. */
export const foundTag = (file: FoundFile): Tag =>
  file.code === 'E_RECIPIENT' ? { state: 'closed', text: '给别的单位' } : foundTags[file.state]

export const outcomeTags: Record<Imported['outcome'], Tag> = {
  applied: { state: 'done', text: '已导入' },
  branch: { state: 'due', text: '已导入，请核实' },
  duplicate: { state: 'closed', text: '已收过' },
  status: { state: 'done', text: '状态已更新' },
  waiting: { state: 'due', text: '已保存待用' },
  refused: { state: 'quarantined', text: '没有通过' }
}

export const bundleTags: Record<Bundle['state'], Tag> = {
  sealed: { state: 'due', text: '已装包，未写盘' },
  carried: { state: 'pending', text: '已写盘，等回执' },
  acknowledged: { state: 'done', text: '对方已收到' },
  applied: { state: 'done', text: '已导入' },
  branch: { state: 'due', text: '已导入，编号重复' },
  'given-up': { state: 'closed', text: '已另行装包' }
}

export const kindWords = (kinds: Outbox['kinds']): string =>
  kinds.map(({ kind, count }) => `${slipKindLabels[kind]} ${formatCount(count)}`).join('、')

/** What one partner is to be given, in one cell. */
export function queuedWords({ queued, kinds, receipts }: Pick<Outbox, 'queued' | 'kinds' | 'receipts'>): string {
  const parts = [
    queued > 0 ? `${formatCount(queued)} 张（${kindWords(kinds)}）` : '',
    receipts > 0 ? `回执 ${formatCount(receipts)} 份` : ''
  ]
  return parts.filter((part) => part !== '').join('，') || '无'
}

export const missingWords = (missing: readonly number[]): string =>
  missing.length === 0 ? '无' : `缺第 ${missing.map(String).join('、')} 包`

export const driveWords = ({ label, free, bundles }: Drive): string =>
  [label, free === null ? '' : `剩 ${formatBytes(free)}`, bundles !== null && bundles > 0 ? `${formatCount(bundles)} 个交换文件` : '']
    .filter((part) => part !== '')
    .join(' · ')

export const seqWords = (seq: number | null): string => (seq === null ? '' : `第 ${formatCount(seq)} 包`)

/** What one bundle would bring, in one cell. */
export function previewWords({ kinds, slips, refused, receipts, echoes }: Previewed): string {
  const parts = [
    slips > 0 ? `${formatCount(slips)} 张${kinds.length > 0 ? `（${kindWords(kinds)}）` : ''}` : '',
    receipts > 0 ? `回执 ${formatCount(receipts)} 份` : '',
    echoes > 0 ? `找回本单位 ${formatCount(echoes)} 包` : '',
    refused > 0 ? `其中 ${formatCount(refused)} 张不合格式，导入时退回` : ''
  ]
  return parts.filter((part) => part !== '').join('，') || '没有单据'
}

/** What came of one bundle: numbers that add up to its slips. */
export function importedWords(row: Imported): string {
  const parts = [slipWords(row), recoveredWords(row.recovered)].filter((part) => part !== '')
  return parts.length > 0 || (row.outcome !== 'applied' && row.outcome !== 'branch') ? parts.join('，') : '只有回执'
}

const recoveredWords = ({ bundles, slips }: Imported['recovered']): string =>
  bundles === 0 ? '' : `找回本单位 ${formatCount(bundles)} 包，其中 ${formatCount(slips)} 张这里原来没有`

function slipWords({ outcome, slips, fresh, duplicates, rejected, kinds }: Imported): string {
  if (outcome === 'status') return '记下了对方收到哪些包'
  if (outcome === 'duplicate') return '以前已经导入，内容没有重复登记'
  if (outcome !== 'applied' && outcome !== 'branch') return ''
  if (slips === 0) return ''
  const kept = fresh > 0 ? `新收 ${formatCount(fresh)} 张${kinds.length > 0 ? `（${kindWords(kinds)}）` : ''}` : '没有新单'
  return [kept, `已有 ${formatCount(duplicates)} 张`, `退回 ${formatCount(rejected.length)} 张`].join('，')
}

export const writtenWords = ({ partners }: Written): string => {
  const slips = partners.reduce((sum, partner) => sum + partner.slips, 0)
  const files = partners.reduce((sum, partner) => sum + partner.files.length, 0)
  return `给 ${formatCount(partners.length)} 个单位写了 ${formatCount(files)} 个文件，带 ${formatCount(slips)} 张交流单`
}

/** What can come in stands first, what needs a person next, what is merely our own last. */
const PLACES: Readonly<Record<FoundFile['state'], number>> = {
  ...{ ready: 0, held: 1, refused: 2, 'wait-key': 3, 'wait-chain': 3, 'wait-upgrade': 3 },
  ...{ duplicate: 4, status: 5, own: 6 }
}
export const inReadingOrder = (files: readonly FoundFile[]): FoundFile[] => [...files].sort((a, b) => PLACES[a.state] - PLACES[b.state])

/** Files that an import takes without a further question. */
export const isImportable = ({ state, spool }: FoundFile): boolean =>
  spool !== '' && (state === 'ready' || state === 'status' || state === 'duplicate')

export interface LinkRow {
  readonly label: string
  readonly bundles: string
  readonly slips: string
  readonly note: string
}

/** How far our slips came with one partner, step by step, and what is missing of theirs. */
export function linkRows(link: LinkFacts): LinkRow[] {
  const { sent, carried, held, processed, answered, uncovered, recovered } = link
  const row = (label: string, bundles: number | null, slips: number | null, note = ''): LinkRow => ({
    ...{ label, note },
    bundles: bundles === null ? '' : formatCount(bundles),
    slips: slips === null ? '' : formatCount(slips)
  })
  return [
    row('本单位发出', sent.bundles, sent.slips),
    row('已写过U盘', carried.bundles, carried.slips, uncovered > 0 ? `${formatCount(uncovered)} 包还会随下次写U盘再带一份` : ''),
    row('对方已收到', held.bundles, held.slips),
    row(
      '对方已处理',
      processed.bundles,
      processed.slips,
      processed.slips > 0 ? `对方原来就有 ${formatCount(processed.duplicates)} 张，退回 ${formatCount(processed.refused)} 张` : ''
    ),
    row('对方已反馈', null, answered),
    ...(recovered.bundles > 0 ? [row('本单位已找回', recovered.bundles, recovered.slips)] : [])
  ]
}
