/** How the counts of the protection of personal data are told on screen and paper: headings by what leaves, what is looked at, what is dangerous. */
import type { ProtectionPaper } from '@renderer/print'
import { permissions, roles } from '@shared/contract'
import type { ProtectionFacts } from '@shared/contract/protection'
import { deskKindLabels } from '@shared/domain/person-desk'
import { eventWords } from './audit-event-words'

const OUT = [
  'workbook.exported',
  'list.exported',
  'roster.issued',
  'roster.printed',
  'desk.printed',
  'desk.exported',
  'slip.printed',
  'slip.mailed',
  'slip.reminder_printed',
  'bundle.carried'
]
const LOOKED = [
  'person.seen',
  'persons.searched',
  'person.revealed',
  'person.photo_seen',
  'slip.seen',
  'slip.opened',
  'service.opened',
  'sealing.opened'
]
const GRAVE = [
  ...['approval.given', 'approval.refused', 'persons.unmerged', 'backup.restored', 'retention.purged', 'retention.copies_let_go'],
  ...['desk.erased', 'sealing.sealed', 'sealing.lifted', 'key.changed', 'key.root_changed', 'key.root_rebuilt', 'account.passphrase_reset']
]
const SIGNED = ['session.signed_in', 'account.created', 'account.updated', 'account.handed_over', 'account.deputy_named']

type Act = ProtectionFacts['acts'][number]
const words: Readonly<Record<string, string>> = eventWords
const row = ({ event, done, refused, failed }: Act) => ({ what: words[event] ?? event, done, refused, failed })

/** Every event of the log stands under exactly one heading; what has none of its own stands under the last. */
export function actsByHeading(acts: readonly Act[]): ProtectionPaper['acts'] {
  const under = (events: readonly string[]) => acts.filter(({ event }) => events.includes(event)).map(row)
  const named = new Set([...OUT, ...LOOKED, ...GRAVE, ...SIGNED])
  const refused = acts.filter((act) => !named.has(act.event) && act.refused + act.failed > 0).map(row)
  return [
    { title: '二、出了单位的：导出和打印', rows: under(OUT) },
    { title: '三、查看和显示', rows: under(LOOKED) },
    { title: '四、要慎重的办理', rows: under(GRAVE) },
    { title: '五、登录和用户变动', rows: under(SIGNED) },
    { title: '六、其他被拒绝、没办成的', rows: refused }
  ]
}

const mayOf = (role: keyof typeof roles): string => roles[role].grants.map((grant) => permissions[grant]).join('、')

export const paperOf = (
  facts: ProtectionFacts,
  about: Pick<ProtectionPaper, 'office' | 'practice' | 'by' | 'printedOn'>
): ProtectionPaper => ({
  ...about,
  ...{ from: facts.from, to: facts.to, idleMinutes: facts.idleMinutes, files: facts.files, partners: facts.partners },
  posts: facts.posts.map(({ role, accounts }) => ({ label: roles[role].label, may: mayOf(role), accounts })),
  ...{ rules: facts.rules, purges: facts.purges, acts: actsByHeading(facts.acts) },
  requests: facts.requests.map(({ kind, received, late }) => ({ kind: deskKindLabels[kind], received, late })),
  ...{ backups: facts.backups, restores: facts.restores, quarantined: facts.quarantined, logBegins: facts.logBegins }
})
