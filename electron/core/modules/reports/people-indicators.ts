// Why: figures about people are few in a small county; who may not see the people, or what was confided to the service desk, is told no count of a few.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import {
  indicatorUnit,
  isDay,
  isWholeMonths,
  slipKindLabels,
  type ArrivalIndicator,
  type PeopleIndicator,
  type RulePack,
  type VisitIndicator
} from '@shared/domain'
import type { QueryContext } from '../../rpc'
import { arrivals } from '../persons'
import { factsFound } from '../rosters'
import { askedAndGot } from '../services'
import { rateOf } from './return-rate'
import { whyHidden, type Counts } from './small-count'

type Figure = Pick<Output<SpecOf<'reports.indicators'>>['rows'][number], 'rule' | 'counted'>
type Period = HandlerInput<SpecOf<'reports.indicators'>>

function openFigure(context: QueryContext, id: NonNullable<Figure['counted']>['id'], counts: Counts, rule: string): Figure {
  const hidden = whyHidden(context, counts, indicatorUnit(id))
  if (hidden !== null) return { rule: hidden, counted: null }
  const { numerator, denominator } = counts
  return { rule, counted: { id, numerator, denominator, rate: rateOf(numerator, denominator, context.rules.counting.minDenominator) } }
}

function arrivalFigure(context: QueryContext, figure: ArrivalIndicator, period: Period, rule: string): Figure {
  const counts = arrivals(context, { figure, ...period })
  return counts === null ? { rule: '今天的规则时期没有这样的规定。', counted: null } : openFigure(context, figure, counts, rule)
}

const sexWords = { 1: '男性', 2: '女性' } as const

/** Whom the rules ask for a certificate, in words. */
function dutyWords({ certificateDuty: duty }: RulePack['counting']): string {
  if (duty === null) return ''
  const { label, sexes, ageFrom, ageTo } = duty
  return `应查验${label}：登记流入的日期在统计期内、那天满 ${String(ageFrom)} 岁不满 ${String(ageTo + 1)} 岁的${sexes.map((sex) => sexWords[sex]).join('、')}。`
}

const ONCE = '只算在册的人，一人算一次。'
const figures: Readonly<Record<PeopleIndicator, (context: QueryContext, period: Period) => Figure>> = {
  submission(context, period) {
    const kinds = context.rules.counting.firstSlip.kinds.map((kind) => slipKindLabels[kind]).join('、')
    const rule = `应发：登记流入的日期在统计期内，当天和户籍地所在县的单位有有效协议，协议单据里有${kinds}。已发：从流入之日到期末给那个单位签发过，期末以前没有撤回。户籍地按现在的县算；${ONCE}`
    return arrivalFigure(context, 'submission', period, rule)
  },
  certificate_seen(context, period) {
    const rule = `${dutyWords(context.rules.counting)}已查验：从流入之日到期末，在“证明核验”里为本人核过，按编号登记的也算。${ONCE}`
    return arrivalFigure(context, 'certificate_seen', period, rule)
  },
  certificate_held(context, period) {
    const rule = `${dutyWords(context.rules.counting)}持有效证明：其中核验为有效，或者无法确认、经签发单位答复属实的；过期、作废的不算。没有核过的不知道，不算持有。${ONCE}`
    return arrivalFigure(context, 'certificate_held', period, rule)
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

/** A visit is a sample of the files; what it could not learn is no part of it. */
export function visitFigure(context: QueryContext, id: VisitIndicator, period: Period): Figure {
  const { all, right } = factsFound(context, period)
  const rule =
    '以走访清单作抽查，按走访日期计。抽查的栏目：清单上问到的住处、门牌、电话、户籍地，和登记为有变化的栏目；“在，无变化”的都正确，“已搬走”的住处不正确；不认识、谢绝的不计。'
  return openFigure(context, id, { numerator: right, denominator: all }, rule)
}
