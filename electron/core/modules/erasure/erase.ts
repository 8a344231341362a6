/** Takes persons out of every table inside the caller's transaction, and says beforehand what goes and what stays. */
import { addCalendarDays, endedBy, isDay, keptUntil, type Day, type KeptRecord, type ReferenceBook } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../db'
import { groupOf, knownPerson } from '../persons'
import { anonymiseFile } from './queries/anonymise'
import { dropPlace, leftEmpty } from './queries/empty-places'
import {
  blotOut,
  countNamed,
  countStep,
  dependentSteps,
  endRequestsNaming,
  ownSteps,
  runStep,
  saidJson,
  wholeSteps,
  wordColumns,
  type Said,
  type Step
} from './queries/goes'
import { noteGone } from './queries/gone'
import { forgetSlip, slipsOfFiles, type SlipDay } from './queries/slips'
import { backupsMade, bundleFiles, familyRecords, logLines, namesakeDrafts, type Standing } from './queries/stays'
import { erasedFile, homesOf, identifyingValues, whileErasing, whoJson, type Erased } from './queries/whom'

/** `anonymise` leaves sex, year of birth, county and months of the stays under a new id, for the statistics. */
export type ErasureMode = 'delete' | 'anonymise'

export interface Going {
  /** What goes, in Chinese. */
  readonly table: string
  readonly count: number
}

export interface Staying {
  readonly what: string
  readonly count: number
  /** The rule by which it stays. */
  readonly rule: string
  /** Last day it stays at the latest; null when no day can be named. */
  readonly until: Day | null
  readonly reason: string
}

export interface ErasurePreview {
  /** Files, those merged into others included. */
  readonly files: number
  readonly goes: readonly Going[]
  readonly stays: readonly Staying[]
}

export interface ErasureContext {
  readonly reference: ReferenceBook
  readonly today: Day
  readonly office: { readonly code: string }
}
export interface ErasingContext extends ErasureContext {
  readonly db: WriteDb
  readonly now: string
  readonly actor: { readonly displayName: string }
  newId(): string
}

/** A word of one character is in every text. */
const isTelling = (value: string): boolean => Array.from(value).length >= 2

interface Whom {
  /** By person: the file that goes on first. */
  readonly groups: readonly (readonly Erased[])[]
  readonly files: readonly Erased[]
  readonly who: string
  readonly said: readonly Said[]
  readonly names: readonly string[]
}

function whomOf(db: ReadDb, personIds: readonly string[]): Whom {
  const seqs = new Map(personIds.map((id) => groupOf(db, knownPerson(db, id).seq)).map((group) => [group[0], group]))
  const groups = [...seqs.values()].map((group) => group.map((seq) => erasedFile(db, seq)))
  const files = groups.flat()
  const who = whoJson(files)
  const values = identifyingValues(db, who).filter(({ value }) => isTelling(value))
  const said: Said[] = [
    ...files.map(({ id }) => ({ v: id, sure: 1 as const })),
    ...values.map(({ kind, value }) => ({ v: value, sure: kind === 'number' ? (1 as const) : (0 as const) }))
  ]
  return { groups, files, who, said, names: values.filter(({ kind }) => kind === 'name').map(({ value }) => value) }
}

/** The files, and the words that name them; ids left out, since no free text holds one. */
export function wordsOf(db: ReadDb, personIds: readonly string[]): Pick<Whom, 'files' | 'said'> {
  const { files, said } = whomOf(db, personIds)
  const ids = new Set(files.map(({ id }) => id))
  return { files, said: said.filter(({ v }) => !ids.has(v)) }
}

const isRunOut = ({ reference, today, office }: ErasureContext, slip: SlipDay): boolean => {
  const rule = reference.retentionOn('slip', today, office.code)
  return rule !== undefined && slip.day <= endedBy(today, rule.period)
}

function summed(lines: readonly (readonly [string | null, number])[]): Going[] {
  const counts = new Map<string, number>()
  for (const [label, count] of lines) if (label !== null && count > 0) counts.set(label, (counts.get(label) ?? 0) + count)
  return [...counts].map(([table, count]) => ({ table, count }))
}

function staying(context: ErasureContext & { readonly db: ReadDb }, whom: Whom): Staying[] {
  const { db, reference, today, office } = context
  const until = (record: KeptRecord, day: string): { rule: string; until: Day | null } => {
    const rule = reference.retentionOn(record, today, office.code)
    return { rule: rule?.label ?? '长期保存', until: rule !== undefined && isDay(day) ? keptUntil(day, rule.period) : null }
  }
  const slips = slipsOfFiles(db, whom.who).filter((slip) => !isRunOut(context, slip))
  const young: Standing = { count: slips.length, day: slips.reduce((latest, { day }) => (day > latest ? day : latest), '') }
  const sure = whom.said.flatMap(({ v, sure: isSure }) => (isSure === 1 ? [v] : []))
  const [bundles, log, drafts, backups, family] = [
    bundleFiles(db, whom.who),
    logLines(db, whom.who),
    namesakeDrafts(db, whom.names, sure),
    backupsMade(db),
    familyRecords(db, whom.who)
  ]
  const backupDay = isDay(backups.day) ? addCalendarDays(backups.day, BACKUP_DAYS) : null
  const all: Staying[] = [
    {
      what: '已签发、已收到的交流单',
      count: young.count,
      ...until('slip', young.day),
      reason: '与对方单位往来的凭据，到期只留编号、日期和摘要；不再与此人的档案相连'
    },
    {
      what: '交换包存档文件',
      count: bundles.count,
      ...until('bundle_file', bundles.day),
      reason: '一个包里有许多人的交流单，加密存放，到期整个删除'
    },
    { what: '操作记录', count: log.count, ...until('audit', log.day), reason: '只有编号，没有姓名和号码；谁看过、谁改过要能查' },
    {
      what: '别人档案里登记的亲属',
      count: family.count,
      rule: '属于另一人的档案',
      until: null,
      reason: '是配偶、父母自己登记的内容，与此人的关联已断开'
    },
    { what: '只有姓名相同的草稿', count: drafts.count, ...until('draft', drafts.day), reason: '可能是同名的另一人' },
    {
      what: '以前的备份',
      count: backups.count,
      rule: '按备份保留规则逐份删除',
      until: backupDay,
      reason: '备份整份加密，不能只改其中一人'
    }
  ]
  return all.filter(({ count }) => count > 0)
}
/** Twelve monthly copies are the longest row of the rule of keeping backups; one month more until the next one is made. */
const BACKUP_DAYS = 396

const stepsOf = (mode: ErasureMode): readonly Step[] => [...dependentSteps, ...ownSteps, ...(mode === 'delete' ? wholeSteps : [])]

/**
 * @param personIds merged files bring their whole group @returns what an erasure would take and leave now
 * @throws AppError `persons.unknown`
 */
export function previewErasure(
  context: ErasureContext & { readonly db: ReadDb },
  personIds: readonly string[],
  mode: ErasureMode = 'delete'
): ErasurePreview {
  const { db } = context
  const whom = whomOf(db, personIds)
  const said = saidJson(whom.said)
  const lines = stepsOf(mode).map((step) => [step.label, countStep(db, step, whom.who, said)] as const)
  const runOut = slipsOfFiles(db, whom.who).filter((slip) => isRunOut(context, slip))
  const empty = leftEmpty(db, whom.who, homesOf(db, whom.who))
  return {
    files: whom.files.length,
    goes: summed([
      ...lines,
      ['改为无名的档案', mode === 'anonymise' ? whom.groups.length : 0],
      ['期满的交流单内容', runOut.length],
      ['没有人再用的住处、单位和户', empty.length],
      ['文字中提到的地方', countWords(db, said)]
    ]),
    stays: staying(context, whom)
  }
}

const countWords = (db: ReadDb, said: string): number =>
  wordColumns.reduce((sum, [table, column]) => sum + countNamed(db, table, column, said), 0)

function takeWords(db: WriteDb, said: readonly Said[]): void {
  const words = [...new Set(said.map(({ v }) => v))].sort((a, b) => b.length - a.length)
  endRequestsNaming(db, saidJson(said))
  for (const [table, column] of wordColumns) for (const word of words) blotOut(db, table, column, word)
}

/** Of a group that becomes nobody: the file that goes on stays, the others go. */
function makeNobody(context: ErasingContext, [first, ...others]: readonly Erased[]): void {
  const { db, today, now, actor } = context
  if (first === undefined) return
  const gone = whoJson(others)
  for (const step of wholeSteps) runStep(db, step, gone, '[]')
  anonymiseFile(db, first.seq, { id: context.newId(), today, now, by: actor.displayName })
}

/**
 * Inside the caller's transaction; the caller writes the audit line and keeps the reason. Pages are cleaned after the commit (`cleanFile`).
 * @returns what went and what stays, without names
 * @throws AppError `persons.unknown`
 */
export function erasePersons(context: ErasingContext, personIds: readonly string[], mode: ErasureMode): ErasurePreview {
  const { db } = context
  const whom = whomOf(db, personIds)
  const stays = staying(context, whom)
  const said = saidJson(whom.said)
  const empty = leftEmpty(db, whom.who, homesOf(db, whom.who))
  const named = countWords(db, said)
  const going = whileErasing(db, whom.files, () => {
    const runOut = slipsOfFiles(db, whom.who).filter((slip) => isRunOut(context, slip))
    for (const { seq } of runOut) forgetSlip(db, seq, context.now)
    for (const { id } of whom.files) noteGone(db, { kind: mode === 'delete' ? 'person' : 'nobody', id, at: context.now })
    const lines: [string | null, number][] = stepsOf(mode).map((step) => [step.label, runStep(db, step, whom.who, said)])
    if (mode === 'anonymise') for (const group of whom.groups) makeNobody(context, group)
    for (const place of empty) dropPlace(db, place)
    takeWords(db, whom.said)
    return summed([
      ...lines,
      ['改为无名的档案', mode === 'anonymise' ? whom.groups.length : 0],
      ['期满的交流单内容', runOut.length],
      ['没有人再用的住处、单位和户', empty.length],
      ['文字中提到的地方', named]
    ])
  })
  return { files: whom.files.length, goes: going, stays }
}
