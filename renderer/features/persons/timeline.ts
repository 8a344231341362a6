/** What happened around one person, by day: moves from the file, slips, and what the service desk did, for those who may see it. */
import type { PersonView } from '@shared/contract/persons'
import type { ServiceRow } from '@shared/contract/services'
import type { SlipRow } from '@shared/contract/slips'
import { incomingStatusLabels, outgoingStatusLabels, slipKindLabels } from '@shared/domain'
import { kindWords } from './words'

export interface Moment {
  readonly key: string
  /** As far as it is known; empty: not yet. */
  readonly day: string
  readonly what: string
  readonly detail: string
  /** Id of the slip it tells of. */
  readonly slip: string | null
}

const states: Readonly<Record<SlipRow['direction'], Readonly<Record<string, string>>>> = {
  out: outgoingStatusLabels,
  in: incomingStatusLabels
}

const ofSlip = ({ id, kind, direction, status, slipNo, partnerName, issuedOn }: SlipRow): Moment => ({
  ...{ key: `slip ${id}`, day: issuedOn ?? '', slip: id },
  what: `${direction === 'out' ? '发给' : '收到'} ${partnerName} ${slipKindLabels[kind]}`,
  detail: [slipNo ?? '未编号', states[direction][status] ?? status].join(' · ')
})

const ofStay = ({ id, kind, startedOn, endedOn, residenceName }: PersonView['episodes'][number]): Moment[] => [
  { key: `stay ${id}`, day: startedOn, what: `${kindWords(kind)}开始`, detail: residenceName, slip: null },
  ...(endedOn === null ? [] : [{ key: `end ${id}`, day: endedOn, what: `${kindWords(kind)}结束`, detail: residenceName, slip: null }])
]

export interface Around {
  readonly slips: readonly SlipRow[]
  /** Older slips are still to come: what is older than the last of these waits for them. */
  readonly more: boolean
  readonly services: readonly { readonly row: ServiceRow; readonly type: string }[]
}

/** The latest first; what has no day yet before everything else. */
export function momentsOf({ episodes }: Pick<PersonView, 'episodes'>, { slips, more, services }: Around): Moment[] {
  const told = slips.map(ofSlip)
  const oldest = more
    ? told
        .map(({ day }) => day)
        .filter((day) => day !== '')
        .sort()[0]
    : undefined
  const others = [
    ...episodes.flatMap(ofStay),
    ...services.map(({ row, type }): Moment => ({ key: `service ${row.id}`, day: row.servedOn, what: type, detail: '', slip: null }))
  ].filter(({ day }) => oldest === undefined || day >= oldest)
  const rank = ({ day }: Moment): string => (day === '' ? '9' : day)
  return [...told, ...others].sort((a, b) => (rank(a) < rank(b) ? 1 : rank(a) > rank(b) ? -1 : 0))
}
