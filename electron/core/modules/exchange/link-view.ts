/** One link as people need to see it: what we sent and what became of it, what is missing on either side, and what to do next. */
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { AppError } from '@shared/errors'
import { formatCount, formatInstant } from '@shared/format'
import type { ReadDb } from '../../db'
import type { QueryContext } from '../../rpc'
import { linkSuite, partnerById } from '../partners'
import { answeredCount } from '../slips'
import { holesIn, liveStates, uncoveredBundles, wantsFor } from './protocol'
import { sentTo } from './queries/own-stream-queries'
import { branchesIn, processedBy } from './queries/peer-queries'
import { echoesWaiting, flagsOf, goneCount, recoveredSince, type LinkFlag } from './queries/recovery-queries'
import { isToBeLookedAt, unvouchedOf, type Unvouched } from './unvouched'

type Link = Contract['exchange']['link']
type View = Output<Link>
type Flag = View['flags'][number]
type Facts = Omit<View, 'flags' | 'looked' | 'unvouchedLooked' | 'advice'>

/** @throws AppError `partners.unknown` */
export function linkView({ db }: Pick<QueryContext, 'db'>, { partnerId }: HandlerInput<Link>): View {
  const partner = partnerById(db, partnerId)
  if (!partner) throw new AppError('partners.unknown')
  const facts = factsOf(db, partnerId)
  const [flags, looked] = raisedFlags(db, facts)
  const found = unvouchedOf(db, partner)
  flags.push(...unvouchedFlags(found), ...factFlags(db, facts))
  const unvouchedLooked = found.filter(({ doubt, looked_at: at }) => doubt !== 'open' && at !== null).length
  return { ...facts, flags, looked, unvouchedLooked, advice: adviceFor(facts, flags) }
}

function factsOf(db: ReadDb, partnerId: string): Facts {
  const sent = sentTo(db, partnerId) ?? { bundles: 0, slips: 0, carried: 0, carried_slips: 0, held: 0, held_slips: 0 }
  const { bundles, slips, asked_at: since } = echoesWaiting(db, partnerId)
  return {
    partnerId,
    sent: { bundles: sent.bundles, slips: sent.slips },
    carried: { bundles: sent.carried, slips: sent.carried_slips },
    held: { bundles: sent.held, slips: sent.held_slips },
    processed: processedBy(db, partnerId) ?? { bundles: 0, slips: 0, duplicates: 0, refused: 0 },
    answered: answeredCount(db, partnerId),
    uncovered: uncoveredBundles(db, partnerId).length,
    missing: holesIn(db, partnerId).map(({ epoch, missing }) => ({ epoch: epoch.slice(0, 8), numbers: [...missing] })),
    asking: wantsFor(db, partnerId).length,
    gone: goneCount(db, partnerId),
    recovered: recoveredSince(db, partnerId, ''),
    waiting: { bundles, slips, since },
    suite: linkSuite(db, partnerId)
  }
}

/** @returns what stands, and what somebody looked into */
function raisedFlags(db: ReadDb, facts: Facts): [Flag[], View['looked']] {
  const [flags, looked]: [Flag[], View['looked']] = [[], []]
  for (const { code, at, looked_at: on, looked_at_by: by, note } of flagsOf(db, facts.partnerId)) {
    const text = WORDS[code](formatInstant(at), facts)
    if (on !== null && by !== null && note !== null) looked.push({ text, look: { at: on, by, note } })
    else flags.push({ code, at, text })
  }
  return [flags, looked]
}

function unvouchedFlags(found: readonly Unvouched[]): Flag[] {
  const doubtful = found.filter(isToBeLookedAt).length
  const open = found.filter(({ doubt }) => doubt === 'open').length
  const flags: Flag[] = []
  if (doubtful > 0)
    flags.push({
      ...{ code: 'unvouched', at: null },
      text: `对方的密钥丢失过。得知以前收下的来件里，有 ${formatCount(doubtful)} 包用的是那把密钥，对方没有说发过，可能是冒名者写的，请逐包核对。`
    })
  if (open > 0)
    flags.push({
      ...{ code: 'unvouched-open', at: null },
      text: `对方的密钥丢失过。得知以前收下的来件里，有 ${formatCount(open)} 包还缺对方的说明或前后包，补到以后程序自动判断，现在不用处理。`
    })
  return flags
}

function factFlags(db: ReadDb, { partnerId, missing, waiting, gone, suite }: Facts): Flag[] {
  const flags = twiceFlags(db, partnerId)
  const numbers = missing.flatMap((hole) => hole.numbers)
  if (numbers.length > 0) flags.push({ code: 'missing', at: null, text: `缺第 ${numbers.join('、')} 包，对方下次写U盘时会自动补上。` })
  if (waiting.bundles > 0)
    flags.push({ code: 'asked-back', at: waiting.since, text: `对方请求取回 ${formatCount(waiting.slips)} 份它发出的单据，等待确认。` })
  if (suite.bound && suite.inUse === null) flags.push({ code: 'suite-withdrawn', at: null, text: SUITE_WITHDRAWN })
  if (gone > 0) flags.push({ code: 'gone', at: null, text: `有 ${formatCount(gone)} 个包对方也没有保存了，找不回来。` })
  return flags
}

/** More than one PC of theirs at work: each in an epoch of its own, or, before they notice, both in one (exchange.md §3.7). */
function twiceFlags(db: ReadDb, partnerId: string): Flag[] {
  const live = liveStates(db, partnerId)
  if (live.length > 1)
    return [{ code: 'peer-twice', at: null, text: `对方有 ${formatCount(live.length)} 台电脑在用，或恢复过数据还没有说明，请电话确认。` }]
  const branches = live.flatMap(({ epoch }) => branchesIn(db, epoch))
  const numbers = [...new Set(branches.map(({ seq }) => seq))].join('、')
  const text = `对方的第 ${numbers} 包收到了两份不同的内容，都已收下。对方可能有两台电脑在用，或恢复过旧备份，请电话确认。`
  return branches.length === 0 ? [] : [{ code: 'peer-twice', at: branches[0]?.made_at ?? null, text }]
}
const SUITE_WITHDRAWN = '对方的密钥卡不再支持国密套件，本机不会自动改回通用算法，已停止给对方装包。'

const WORDS: Readonly<Record<LinkFlag, (at: string, facts: Facts) => string>> = {
  'peer-restored': (at, { uncovered }) => `对方于 ${at} 前后恢复过数据，${uncovered > 0 ? '缺的会自动补发' : '缺的已经补发'}。`,
  'own-restored': (at, facts) => `本机的数据恢复过，或另有电脑在用（${at} 发现），${fetched(facts)}。`,
  'own-twice': (at) => `另有一台电脑在用本单位的数据（${at} 发现）。`,
  'peer-epochs': () => '对方换过太多次发送序列，新的暂不接收，请电话核实。',
  'own-epochs': () => '本机与对方的发送序列换得太多，请电话核实后再继续。',
  'false-receipt': (at) => `对方的回执与本机发出的不符（${at}），没有采用，请电话核实。`,
  'false-echo': (at) => `对方送回的单据不是本单位发出的原件（${at}），没有采用，请电话核实。`,
  'lost-key': (at) =>
    `对方送回了用丢失的密钥签发的单据（${at}），真假程序分不清，没有采用；其中的查询、协查和通报另起了草稿，请核对：确是本单位发的重新签发，不是的作废。`
}

/** How far fetching back our own past has come with this partner. */
function fetched({ asking, recovered }: Facts): string {
  if (asking > 0) return '缺的单据正在向对方取回'
  return recovered.bundles > 0 ? '缺的单据已从对方取回' : '目前没有要向对方取回的单据'
}

const CALL: readonly Flag['code'][] = ['false-receipt', 'false-echo', 'peer-epochs', 'own-epochs', 'peer-twice']

function adviceFor({ uncovered, asking, missing }: Facts, flags: readonly Flag[]): View['advice'] {
  const has = (codes: readonly Flag['code'][]): boolean => flags.some(({ code }) => codes.includes(code))
  if (has(['own-twice'])) return { code: 'retire-device', text: '请只留一台电脑，在留下的这台上停用另一台。' }
  if (has(['suite-withdrawn']))
    return { code: 'decide-suite', text: '请按官方电话问清对方是否停用了国密；确实停用的，由两个人办理“改回通用算法”。' }
  if (has(['asked-back'])) return { code: 'decide-echo', text: '请先与对方电话核实，再决定是否送回。' }
  if (has(['unvouched'])) return { code: 'call-partner', text: '请按官方电话问对方有没有发过那几包，再逐包核对收下的单据。' }
  if (has(['lost-key'])) return { code: 'call-partner', text: '请核对取回的草稿，拿不准的按官方电话问对方收到的是什么。' }
  if (has(CALL)) return { code: 'call-partner', text: '请按官方电话与对方核实。' }
  if (uncovered > 0 || asking > 0) return { code: 'write-stick', text: '请写一次U盘带给对方。' }
  if (missing.length > 0) return { code: 'await-stick', text: '请等对方下一次带U盘来。' }
  return { code: 'none', text: '不需要处理。' }
}
