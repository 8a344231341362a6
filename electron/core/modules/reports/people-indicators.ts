// Why: figures about people are few in a small county; who may not see the people, or what was confided to the service desk, is told no count of a few.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { isDay, isWholeMonths, slipKindLabels, type PeopleIndicator } from '@shared/domain'
import type { QueryContext } from '../../rpc'
import { firstSlips } from '../persons'
import { askedAndGot } from '../services'
import { rateOf } from './return-rate'

type Figure = Pick<Output<SpecOf<'reports.indicators'>>['rows'][number], 'rule' | 'counted'>
type Period = HandlerInput<SpecOf<'reports.indicators'>>

const figures: Readonly<Record<PeopleIndicator, (context: QueryContext, period: Period) => Figure>> = {
  submission(context, period) {
    const { rules, actor } = context
    const { firstSlip, minDenominator, suppressBelow } = rules.counting
    const { numerator, denominator } = firstSlips(context, period)
    const few = [numerator, denominator - numerator].some((count) => count > 0 && count < suppressBelow)
    if (few && !actor.grants.has('persons.read'))
      return { rule: `有一边不足 ${String(suppressBelow)} 人，不能查看档案的岗位看不到这样小的数。`, counted: null }
    const kinds = firstSlip.kinds.map((kind) => slipKindLabels[kind]).join('、')
    return {
      rule: `应发：登记流入的日期在统计期内，当天和户籍地所在县的单位有有效协议，协议单据里有${kinds}。已发：从流入之日到期末给那个单位签发过，期末以前没有撤回。户籍地按现在的县算；只算在册的人，一人算一次。`,
      counted: { id: 'submission', numerator, denominator, rate: rateOf(numerator, denominator, minDenominator) }
    }
  },
  /** Nothing below ten, and no days or places between which a few could be told. Source: domain.md §3.7. */
  free_service({ db, rules, actor, today }, { from, to }) {
    const { statisticalMonth, minDenominator: least } = rules.counting
    const rule = '按提出的日期在统计期内计，不含写明收费的；提出的每一种服务到期末都得到了才算，一人算一次。到期删除的记录不在内。'
    const whole = isDay(from) && isDay(to) && [statisticalMonth, null].some((month) => isWholeMonths(from, to, month))
    if (actor.scope !== null || !whole || to >= today)
      return { rule: `${rule}服务记录是密封内容，只按全县、整月、已经结束的统计期统计。`, counted: null }
    const { asked, got } = askedAndGot(db, from, to)
    if (asked < least || (got > 0 && got < least) || (got < asked && asked - got < least))
      return { rule: `${rule}有一边不足 ${String(least)} 人，密封内容不列这样小的数。`, counted: null }
    return { rule, counted: { id: 'free_service', numerator: got, denominator: asked, rate: rateOf(got, asked, least) } }
  }
}

/** What a fraction of people comes to, and by which rule; why it is withheld. */
export const peopleFigure = (context: QueryContext, id: PeopleIndicator, period: Period): Figure => figures[id](context, period)
