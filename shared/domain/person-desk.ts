// Why: office, screen and paper say in one way what a person may ask about his own file, how he shows who he is, and how it ends.

/** What is asked for. Source: domain.md PV-6, §5.3 (PIPL art. 15, 44–47). */
export const deskKinds = ['show', 'correct', 'contest', 'restrict', 'withdraw', 'erase'] as const
export type DeskKind = (typeof deskKinds)[number]
export const deskKindLabels = {
  show: '查阅、复制',
  correct: '更正',
  contest: '异议',
  restrict: '限制处理',
  withdraw: '撤回同意',
  erase: '删除或匿名化'
} as const satisfies Record<DeskKind, string>

/** What the person can do without anybody's leave: done when it is received. Source: PIPL art. 15, 45. */
export const grantedAtOnce: ReadonlySet<DeskKind> = new Set<DeskKind>(['show', 'withdraw'])

/** Who stands at the desk. */
export const deskCapacities = ['self', 'guardian', 'agent'] as const
export type DeskCapacity = (typeof deskCapacities)[number]
export const deskCapacityLabels = { self: '本人', guardian: '监护人', agent: '代理人' } as const satisfies Record<DeskCapacity, string>

/** Papers that were shown; copies are not kept. */
export const deskPapers = ['id_card', 'household_book', 'birth_cert', 'guardian_paper', 'mandate', 'other'] as const
export type DeskPaper = (typeof deskPapers)[number]
export const deskPaperLabels = {
  id_card: '居民身份证',
  household_book: '户口簿',
  birth_cert: '出生医学证明',
  guardian_paper: '监护证明',
  mandate: '授权委托书',
  other: '其他证件'
} as const satisfies Record<DeskPaper, string>

/** Papers of which at least one must have been shown. */
export const papersOfCapacity: Readonly<Record<DeskCapacity, readonly DeskPaper[]>> = {
  self: ['id_card', 'household_book', 'other'],
  guardian: ['household_book', 'birth_cert', 'guardian_paper'],
  agent: ['mandate']
}

/** `open`: waits for a decision; `decided`: waits for the reply to be handed over; `withdrawn`: taken back by who asked. */
export const deskStates = ['open', 'decided', 'closed', 'withdrawn'] as const
export type DeskState = (typeof deskStates)[number]
export const deskStateLabels = { open: '待答复', decided: '待送达', closed: '已办结', withdrawn: '申请人撤回' } as const satisfies Record<
  DeskState,
  string
>

export const deskDecisions = ['granted', 'partly', 'refused'] as const
export type DeskDecision = (typeof deskDecisions)[number]
export const deskDecisionLabels = { granted: '同意', partly: '部分同意', refused: '不同意' } as const satisfies Record<DeskDecision, string>

/** How the reply reached the person. */
export const deskWays = ['paper', 'file', 'post', 'spoken'] as const
export type DeskWay = (typeof deskWays)[number]
export const deskWayLabels = { paper: '当面交纸件', file: '当面交文件', post: '邮寄', spoken: '当面口头' } as const satisfies Record<
  DeskWay,
  string
>

export const eraseModes = ['delete', 'anonymise'] as const
export type EraseMode = (typeof eraseModes)[number]
export const eraseModeLabels = { delete: '删除', anonymise: '匿名化' } as const satisfies Record<EraseMode, string>

/** What may be contested: groups of fields, as a person names them. */
export const contestables = [
  ...['name', 'sex', 'birthDate', 'idNo', 'phone', 'marital', 'hukou', 'residence', 'stay', 'employer', 'spouse', 'children', 'other']
] as const
export type Contestable = (typeof contestables)[number]
export const contestableLabels: Readonly<Record<string, string>> = {
  name: '姓名',
  sex: '性别',
  birthDate: '出生日期',
  idNo: '证件号码',
  phone: '联系电话',
  marital: '婚姻状况',
  hukou: '户籍地',
  residence: '现居住地',
  stay: '流动情况',
  employer: '用人单位',
  spouse: '配偶',
  children: '子女',
  other: '其他登记事项'
}

/** `restricted`: kept and not used until lifted; `contested`: used only with the word that the person disagrees. */
export const personMarkKinds = ['restricted', 'contested'] as const
export type PersonMarkKind = (typeof personMarkKinds)[number]
export const personMarkLabels = { restricted: '限制处理', contested: '有异议' } as const satisfies Record<PersonMarkKind, string>

/** @returns the number of a request as it is printed and read aloud: 482 163 905 */
export const deskNumberWords = (number: number): string => String(number).replace(/(\d{3})(?=\d)/g, '$1 ')
/** @returns how a change of the file names the request it was made for */
export const deskReason = (kind: DeskKind, number: number): string => `${deskKindLabels[kind]}申请 ${String(number)}`

/** What a line of the log about a person says, for that person; events that are not here are 其他办理. */
export const lookWords: Readonly<Record<string, string>> = {
  'person.seen': '查看档案',
  'person.saved': '登记或修改档案',
  'person.revealed': '显示遮盖的内容',
  'person.photo_seen': '查看照片',
  'person.photo_set': '更换照片',
  'person.care_marked': '标记或取消谨慎联系',
  'person.status_changed': '变更档案状态',
  'person.stay_ended': '登记离开',
  'person.consent_recorded': '登记同意或撤回',
  'persons.compared': '比对疑似重复的档案',
  'persons.merged': '合并档案',
  'persons.unmerged': '撤销合并',
  'duplicates.dismissed': '认定与他人不是同一人',
  'audit.asked_about': '查看本人的操作记录',
  'slip.seen': '查看交流单',
  'slip.opened': '打开单上的密封内容',
  'slip.paired': '为来单找到本人',
  'slip.answered': '写反馈',
  'slip.refused': '退回来单',
  'slip.corrected': '起草更正',
  'slip.resent': '改发退回的交流单',
  'slip.adopted': '采用对方反馈',
  'slip.rechecked': '请对方再次核实',
  'slip.discarded': '作废交流单草稿',
  'slip.moved': '把交流单移到本人名下',
  'roster.issued': '列入名单',
  'roster.seen': '查看名单',
  'roster.printed': '打印名单',
  'roster.result_entered': '录入走访结果',
  'roster.result_undone': '撤销走访结果',
  'reader.card_read': '读身份证',
  'sealing.opened': '打开封存的档案',
  'sealing.sealed': '封存档案',
  'sealing.prolonged': '延长封存',
  'sealing.lifted': '解除封存',
  'desk.received': '受理本人申请',
  'desk.seen': '查看本人申请',
  'desk.decided': '答复本人申请',
  'desk.withdrawn': '撤回本人申请',
  'desk.lifted': '解除标记',
  'desk.closed': '送达答复',
  'desk.shown': '向本人出示档案',
  'desk.printed': '打印本人申请的纸件',
  'desk.exported': '向本人提供文件',
  'desk.erased': '删除或匿名化',
  'desk.mentions_seen': '查别处提到本人的文字'
}
