/** What a copy holds and what would be missing, in the words of the office. */
import type { BackupFacts, BackupState, BackupWarning, RestoreNote } from '@shared/contract/backup'
import { formatCount, formatInstant } from '@shared/format'

/** Kinds that a clerk counts in; every other table hangs on one of them. */
const KINDS = [
  ['person', '人员'],
  ['person_episode', '居住记录'],
  ['slip', '交流单'],
  ['bundle', '交换包'],
  ['partner', '往来单位'],
  ['roster', '名单'],
  ['account', '用户'],
  ['audit_entry', '操作记录']
] as const

export interface KindRow {
  readonly label: string
  readonly copy: string
  readonly now: string
  /** Fewer, more, or 一样. */
  readonly change: string
}

type Counts = Readonly<Record<string, number>>
const changeOf = (difference: number): string =>
  difference === 0 ? '一样' : difference < 0 ? `少 ${formatCount(-difference)}` : `多 ${formatCount(difference)}`

/** @param now null where it cannot be read */
export const kindRows = (copy: Counts, now: Counts | null): KindRow[] =>
  KINDS.map(([table, label]) => {
    const [then, today] = [copy[table] ?? 0, now?.[table] ?? null]
    return {
      label,
      copy: formatCount(then),
      now: today === null ? '读不出' : formatCount(today),
      change: today === null ? '' : changeOf(then - today)
    }
  })

export const whyWords = { asked: '手工', daily: '每天自动', closing: '关闭时自动', before: '办重要事项之前' } as const satisfies Record<
  BackupFacts['why'],
  string
>

/** What a copy does not hold. @param since when it was made @param lastAct when somebody last worked; null where nobody knows */
const missingWords = (since: string, lastAct: string | null): string =>
  `${since}${lastAct === null ? '' : `到 ${formatInstant(lastAct)} 为止`}登记、修改、收发的内容都不在里面。`
const after = (madeAt: string): string => `${formatInstant(madeAt)} 之后`

/** One sentence: what will not be there any more. */
export const lossSentence = (facts: Pick<BackupFacts, 'madeAt'>, present: { readonly lastAct: string | null } | null): string =>
  `恢复以后，${missingWords(after(facts.madeAt), present?.lastAct ?? null)}现在的资料会另存一份，不会删除。`

const WARNINGS: Readonly<Record<BackupWarning, string>> = {
  damaged: '检查备份时发现资料文件有损坏。请不要删除任何文件，请管理员到“设置”→“备份”用最近的好备份恢复，或读出能读的部分。',
  torn: '上次没有正常关闭，最后几次保存读不出来。请核对最近登记的内容，再由管理员在“设置”→“备份”里确认。',
  never: '资料还没有备份过。',
  old: '已经好几天没有新的备份。',
  only_here: '备份只存在这台电脑上，硬盘坏了就没有了。请加一个U盘或第二块硬盘。',
  place_missing: '有备份位置没有连上，最近的备份没有写到那里。',
  place_failed: '最近一次备份没有成功。',
  paused: '资料刚从备份恢复过，自动备份暂停。请核对以后在“设置”→“备份”里确认。'
}

/** @param note where the reader sees no more of it: what is missing since is said in the same breath */
export const warningWords = (warning: BackupWarning, note: RestoreNote | null): string =>
  warning === 'paused' && note !== null
    ? `资料刚从备份恢复过：${restoredSentence(note)}自动备份暂停，请管理员核对以后在“设置”→“备份”里确认。`
    : WARNINGS[warning]

/** The same with people as the office calls them; who is no user any more stays under the name of the account. */
export function withNames(note: RestoreNote, accounts: readonly { readonly name: string; readonly displayName: string }[]): RestoreNote {
  const shown = (account: string): string => accounts.find(({ name }) => name === account)?.displayName ?? account
  return { ...note, first: shown(note.first), second: note.second === null ? null : shown(note.second) }
}

/** What a restore left to be looked at. */
export function restoredSentence(note: RestoreNote): string {
  const who = note.second === null ? note.first : `${note.first}、${note.second}`
  if (note.source === 'log')
    return `${formatInstant(note.at)} 打开时发现最后几次保存读不出来，能读到的最后一次操作是 ${note.lastAct === null ? '没有' : formatInstant(note.lastAct)}。`
  return note.source === 'backup'
    ? `${formatInstant(note.at)} 由 ${who} 用 ${formatInstant(note.madeAt)} 的备份恢复，${missingWords('那以后', note.lastAct)}`
    : `${formatInstant(note.at)} 由 ${who} 从损坏的资料里读出能读的部分，读不出的都不在里面。`
}

/** What became of the former data, and what went once more. */
export function keptLines({ kept, again }: { readonly kept: string | null; readonly again: number }): string[] {
  const lines = kept === null ? [] : [`恢复之前的资料另存在数据文件夹的 ${kept} 里。`]
  if (again > 0)
    lines.push(
      `备份里有 ${formatCount(again)} 条在备份以后已经删除或者封存的记录，恢复时照样删除、封存了，没有回来。删除的字迹还在数据文件里，请到“设置”→“到期删除”按“继续整理数据文件”。`
    )
  return lines
}

/** After coming back, before anybody signs in. */
export const missingSentence = (madeAt: string): string => missingWords(after(madeAt), null)

export const lastGoodWords = (state: Pick<BackupState, 'lastGood'>): string =>
  state.lastGood === null ? '还没有' : formatInstant(state.lastGood)
