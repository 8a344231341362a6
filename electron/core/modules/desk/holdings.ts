/** Everything the office holds about one person, for that person: facts, sources, recipients, consents, lists, and who looked. */
import type { Holdings } from '@shared/contract/desk'
import { PersonView } from '@shared/contract/persons'
import { roles } from '@shared/contract'
import {
  contestableLabels,
  deskDecisionLabels,
  deskKindLabels,
  deskStateLabels,
  lookWords,
  personMarkLabels
} from '@shared/domain/person-desk'
import { rosterKindLabels, rosterNumberWords } from '@shared/domain/roster'
import { AppError } from '@shared/errors'
import { z } from 'zod'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { linesAbout, type AuditRow } from '../audit'
import { certificatesAbout } from '../certificates'
import type { FormTemplates } from '../forms'
import {
  consentsOf,
  contestedOf,
  filesOfGroup,
  groupOf,
  bereavedSince,
  marksOf,
  personHandlers,
  survivorOf,
  wholeFiles,
  type PersonRecord
} from '../persons'
import { servicesAbout } from '../services'
import { slipsAbout } from '../slips'
import { tablesWith } from '../workbooks'
import { sectionsOf } from './facts'
import { listsWith, requestsOf, rolesOfAccount, type DeskRecord } from './queries'
import { knownRequest } from './views'

/** A person hardly reads more; the overseer prints the others. */
const MOST_LOOKS = 500

export type Looking = CallContext & { readonly db: ReadDb }

/** @throws AppError `desk.unknown`, `persons.out_of_scope`, `desk.ended`, `desk.erased` */
export function shownRequest(context: Looking, id: string): { readonly request: DeskRecord; readonly person: PersonRecord } {
  const request = knownRequest(context, id)
  if (request.state === 'closed' || request.state === 'withdrawn') throw new AppError('desk.ended')
  if (request.person_id === null) throw new AppError('desk.erased')
  return { request, person: survivorOf(context.db, request.person_id) }
}

const Roles = z.array(z.string())
const roleLabels: Readonly<Record<string, { readonly label: string } | undefined>> = roles

/**
 * The posts of an account today, not the clerk's name: the person has to know who in the office handles the data and as what; the clerk has the
 * same right not to be named for doing his work. The number of the line leads the overseer to the account where something is wrong.
 */
function postsOf(db: ReadDb, account: string): string {
  const held = rolesOfAccount(db, account)
  if (held === undefined) return '本单位'
  const labels = Roles.parse(JSON.parse(held)).map((role) => roleLabels[role]?.label ?? role)
  return labels.length === 0 ? '本单位' : labels.join('、')
}

function looksOf({ db }: Looking, person: PersonRecord, lists: readonly string[]): Pick<Holdings, 'looks' | 'moreLooks'> {
  const lines = linesAbout(db, person.id, lists, MOST_LOOKS + 1)
  const posts = new Map<string, string>()
  const told = (account: string): string => {
    const known = posts.get(account) ?? postsOf(db, account)
    posts.set(account, known)
    return known
  }
  const look = ({ seq, at, account, event, outcome }: AuditRow): Holdings['looks'][number] => ({
    ...{ line: seq, at, posts: told(account), what: lookWords[event] ?? '其他办理', refused: outcome !== 'done' }
  })
  return { looks: lines.slice(0, MOST_LOOKS).map(look), moreLooks: lines.length > MOST_LOOKS }
}

const actWords: Readonly<Record<string, string>> = { import: '导入表格', merge: '合并档案', conversion: '区划代码转换', status: '批量变更' }

async function sourcesOf(context: Looking, person: PersonRecord): Promise<Holdings['sources']> {
  const { rows } = await personHandlers.history({ ...context, note: () => undefined }, { id: person.id })
  return rows.map(({ at, by, label, before, after, why, slipNo, act }) => ({
    ...{ at, by, what: label, before, after },
    from: [
      slipNo === null ? null : `交流单 ${slipNo}`,
      act === null ? null : [actWords[act.kind] ?? act.kind, act.note].filter(Boolean).join('：'),
      why ?? null
    ]
      .filter((part) => part !== null)
      .join('；')
  }))
}

function slipsOf(context: Looking, files: readonly string[]): Pick<Holdings, 'recipients' | 'received'> {
  const all = slipsAbout(context, files)
  return {
    recipients: all
      .filter(({ direction }) => direction === 'out')
      .map(({ slipNo, kind, partner, issuedOn, carriedAt, fields, state }) => ({
        ...{ slipNo, kind, partner, on: issuedOn, fields: [...fields] },
        state: carriedAt === null ? `${state}，还没有送出` : state
      })),
    received: all
      .filter(({ direction }) => direction === 'in')
      .map(({ slipNo, kind, partner, issuedOn }) => ({ slipNo, kind, partner, on: issuedOn }))
  }
}

/** Lists printed for the field and tables given out that held the person, the latest first. */
function givenOf({ db }: Looking, seq: number, files: readonly string[]): { readonly ids: string[]; readonly lists: Holdings['lists'] } {
  const printed = listsWith(db, files)
  const words = printed.map(({ kind, number, at, by, place_name: place }) => ({
    ...{ what: `${rosterKindLabels[kind]} ${rosterNumberWords(number)}${place === null ? '' : `（${place}）`}`, at, by }
  }))
  const tables = tablesWith(db, groupOf(db, seq)).map(({ at, by, whole }) => ({
    what: whole ? '导出的表格（完整号码）' : '导出的表格',
    at,
    by
  }))
  return { ids: printed.map(({ id }) => id), lists: [...words, ...tables].sort((a, b) => (a.at < b.at ? 1 : -1)) }
}

/** @param person the file that goes on @returns what the file holds, in words; services are said by their own post */
export function sectionsAbout(context: Looking, person: PersonRecord): Holdings['sections'] {
  const { db, reference, today } = context
  const view = PersonView.parse(personHandlers.get({ ...context, note: () => undefined }, { id: person.id, own: false }))
  return sectionsOf({
    ...{ reference, today, view, person, files: wholeFiles(db, person.seq) },
    ...{ services: servicesAbout(context, person.seq), contested: contestedOf(db, person.seq) }
  })
}

/** @param person the file that goes on */
export async function holdingsOf(
  context: Looking,
  request: DeskRecord,
  person: PersonRecord,
  templates: FormTemplates
): Promise<z.input<typeof Holdings>> {
  const { db, reference, today } = context
  const files = filesOfGroup(db, person.id)
  const given = givenOf(context, person.seq, files)
  const careSince = bereavedSince(db, person.seq)
  return {
    ...{ number: request.number, personName: person.name, capacity: request.capacity, asker: request.asker, asOf: today },
    sections: sectionsAbout(context, person),
    sources: await sourcesOf(context, person),
    ...slipsOf(context, files),
    consents: consentsOf(db, person.seq).map(({ purpose, given_on: givenOn, withdrawn_on: withdrawnOn, form_ref: form }) => ({
      ...{ purpose: reference.label('purpose', purpose), givenOn, withdrawnOn, form }
    })),
    certificates: certificatesAbout(db, files, templates),
    lists: given.lists,
    requests: requestsOf(db, files).map(({ number, kind, received_on: receivedOn, state, decision }) => ({
      ...{ number, kind: deskKindLabels[kind], receivedOn, state: deskStateLabels[state] },
      decision: decision === null ? null : deskDecisionLabels[decision]
    })),
    marks: marksOf(db, person.seq)
      .map(({ kind, field, placed_at: since }) => ({
        ...{
          what: kind === 'restricted' ? personMarkLabels.restricted : `${contestableLabels[field] ?? field}：${personMarkLabels.contested}`,
          since
        }
      }))
      .concat(careSince === null ? [] : [{ what: '谨慎联系', since: careSince }]),
    ...looksOf(context, person, given.ids)
  }
}
