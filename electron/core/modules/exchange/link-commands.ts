/** What people decide about a link: giving back much at once, ending a second PC that writes in our name (exchange.md §3.6, §3.7), and what they looked into. */
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { AppError } from '@shared/errors'
import { formatCount } from '@shared/format'
import type { Ask, CommandContext } from '../../rpc'
import { partnerById } from '../partners'
import { closeOthers, strangeLinks } from './protocol'
import { allowEchoes, echoesWaiting, lookIntoFlag, refuseEchoes } from './queries/recovery-queries'

type AllowEcho = Contract['exchange']['allowEcho']
type LookFlag = Contract['exchange']['lookFlag']
type RetireDevice = Contract['exchange']['retireDevice']

/** @throws AppError `partners.unknown`, `exchange.nothing_waits` */
export function allowEcho({ db, note, changed }: CommandContext, { partnerId, allow }: HandlerInput<AllowEcho>): Output<AllowEcho> {
  if (!partnerById(db, partnerId)) throw new AppError('partners.unknown')
  const { bundles, slips } = echoesWaiting(db, partnerId)
  if (bundles === 0) throw new AppError('exchange.nothing_waits')
  if (allow) allowEchoes(db, partnerId)
  else refuseEchoes(db, partnerId)
  note({ subject: partnerId, detail: { allow, bundles, slips } })
  changed('bundles', 'partners')
  return { partnerId, bundles }
}

/** @throws AppError `partners.unknown`, `exchange.flag_changed` */
export function lookFlag(
  { db, now, actor, note: log, changed }: CommandContext,
  { note, ...flag }: HandlerInput<LookFlag>
): Output<LookFlag> {
  const { partnerId, code } = flag
  if (!partnerById(db, partnerId)) throw new AppError('partners.unknown')
  if (lookIntoFlag(db, flag, actor.displayName, now, note) === 0) throw new AppError('exchange.flag_changed')
  log({ subject: partnerId, detail: { flag: code } })
  changed('partners')
  return { partnerId }
}

/** @throws AppError `exchange.no_other_pc` */
export function retireDevice({ db, now, note, changed }: CommandContext): Output<RetireDevice> {
  if (strangeLinks(db) === 0) throw new AppError('exchange.no_other_pc')
  const closed = closeOthers(db, now)
  note({ detail: { closed } })
  changed('bundles', 'partners')
  return { closed }
}

/** Both persons must know that the other PC's work goes on only as far as a stick took it to a partner. */
export const retireQuestion: Ask<RetireDevice> = ({ db }) => {
  const links = strangeLinks(db)
  if (links === 0) return null
  return {
    sentence: `停用另一台电脑：在 ${formatCount(links)} 个往来单位，另一台今后写出的包不再算数；它没有写到U盘上的单据不会找回。`
  }
}
