// Why: a figure of an assessment is worth what its formula is; each is printed with it, and what cannot be counted yet says so instead of showing a number.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { isLedgerIndicator, isPeopleIndicator, isRegisterIndicator, isVisitIndicator, type LedgerIndicator } from '@shared/domain'
import type { QueryContext } from '../../rpc'
import { indicatorCount, receiveLimits } from '../slips'
import { peopleFigure, visitFigure } from './people-indicators'
import { rateOf } from './return-rate'

const ANSWERS = '按应反馈日期落在统计期内的来单计，已撤回和退回的不计；本人不同意提供是完整的反馈。'
const RULES: Readonly<Record<LedgerIndicator, string>> = {
  receive: '从严：在接收期限内导入的才算接收。没有到达本单位的单无从统计。',
  receive_lenient: '从宽：逾期导入的也算接收。没有到达本单位的单无从统计。',
  answer: ANSWERS,
  answer_in_time: `${ANSWERS}在应反馈日期当日或之前签发反馈的算及时。`,
  answer_effective: `${ANSWERS}缺项的、没有说明的否定答复不能签发，所以已签发的都是有效反馈。`,
  return: '按应反馈日期落在统计期内的去单计，已撤回、被退回和不能送达的不计；反馈日期按导入之日计。',
  accepted: '按应反馈日期落在统计期内、已收到反馈的去单计；期末以前点过采信的算查实。'
}

/** What has to be kept before the others can be counted. */
const NOT_YET: Readonly<Record<string, string>> = {
  complaint_in_time: '投诉登记尚未启用，暂不统计。',
  satisfaction: '满意度问卷尚未启用，暂不统计。'
}

type Found = Output<SpecOf<'reports.indicators'>>

export function indicators(context: QueryContext, { from, to }: HandlerInput<SpecOf<'reports.indicators'>>): Found {
  const { today, rules } = context
  const { indicators: listed, minDenominator: smallNumber, receiveCounting, statisticalMonth } = rules.counting
  const own = receiveCounting === 'strict' ? 'receive' : 'receive_lenient'
  const limits = receiveLimits(context, from, to)
  const rows = listed
    .filter(({ id, enabled }) => enabled && !isRegisterIndicator(id))
    .map(({ id, label, numerator, denominator }) => {
      if (isPeopleIndicator(id)) return { id, label, numerator, denominator, ...peopleFigure(context, id, { from, to }) }
      if (isVisitIndicator(id)) return { id, label, numerator, denominator, ...visitFigure(context, id, { from, to }) }
      if (!isLedgerIndicator(id)) return { id, label, numerator, denominator, rule: NOT_YET[id] ?? '暂不统计。', counted: null }
      const [above, below] = (['numerator', 'denominator'] as const).map((side) => indicatorCount(context, { id, side, from, to, limits }))
      const counted = { id, numerator: above ?? 0, denominator: below ?? 0 }
      const rate = rateOf(counted.numerator, counted.denominator, smallNumber)
      const rule = id === own ? `${RULES[id]}本规则时期采用这一口径。` : RULES[id]
      return { id, label, numerator, denominator, rule, counted: { ...counted, rate } }
    })
  return { rows, smallNumber, asOf: to < today ? to : today, rulePack: rules.label, statisticalMonth }
}
