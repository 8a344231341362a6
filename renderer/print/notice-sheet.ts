/** 本人信息告知单: everything the office holds about one person, where it came from, who was told, and who looked, to be handed to that person. */
import type { Holdings } from '@shared/contract/desk'
import type { FormData } from '@shared/domain/form-template'
import { deskCapacityLabels, deskNumberWords } from '@shared/domain/person-desk'
import { formatInstant } from '@shared/format'
import type { FormPiece } from './form-filler'

interface NoticePaper {
  readonly held: Holdings
  /** What the program says on every form. */
  readonly given: FormData
}

type Slip = Holdings['received'][number]
const slipWords = ({ kind, slipNo }: Pick<Slip, 'kind' | 'slipNo'>): string => `${kind} ${slipNo}`

function lists({ sources, recipients, received, consents, certificates, lists: given, requests, marks, looks }: Holdings) {
  return {
    marks: marks.map(({ what, since }) => ({ what, since: formatInstant(since) })),
    consents: consents.map((one) => ({ ...one })),
    certificates: certificates.map(({ since, ...one }) => ({ ...one, since: formatInstant(since) })),
    recipients: recipients.map((one) => ({
      ...{ on: one.on, partner: one.partner, slip: slipWords(one), state: one.state },
      fields: one.fields.join('、')
    })),
    received: received.map((one) => ({ on: one.on, partner: one.partner, slip: slipWords(one) })),
    lists: given.map(({ at, what, by }) => ({ at: formatInstant(at), what, by })),
    sources: sources.map(({ at, ...one }) => ({ at: formatInstant(at), ...one })),
    requests: requests.map(({ receivedOn, number, kind, state, decision }) => ({
      ...{ receivedOn, number: deskNumberWords(number), kind },
      state: [state, decision].filter((part) => part !== null).join('，')
    })),
    looks: looks.map(({ at, posts, what, refused, line }) => ({
      ...{ at: formatInstant(at), posts, what: refused ? `${what}（被拒绝）` : what, line: String(line) }
    }))
  }
}

export function noticePieces({ held, given }: NoticePaper): FormPiece[] {
  const { number, capacity, personName, asker, asOf, moreLooks } = held
  const data = {
    ...{ ...given, requestNo: deskNumberWords(number), asOf, name: personName, moreLooks },
    to: capacity === 'self' ? `${personName}（本人）` : `${asker ?? ''}（${deskCapacityLabels[capacity]}）`,
    sections: held.sections.map(({ title, facts }) => ({ title, facts: facts.map((fact) => ({ ...fact })) })),
    ...lists(held)
  }
  return [{ data, title: data.requestNo }]
}
