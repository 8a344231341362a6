// Why: screen, paper and office name in one way what a list holds, what a visit asks and what may come back.

/** 走访清单 for the village, 花名册 of a place, 个案卡 of chosen persons. */
export const rosterKinds = ['visit', 'roster', 'card'] as const
export type RosterKind = (typeof rosterKinds)[number]
export const rosterKindLabels = { visit: '走访清单', roster: '花名册', card: '个案卡' } as const satisfies Record<RosterKind, string>

/** Which place of a person puts her on the list. */
export const rosterBases = ['residence', 'hukou'] as const
export type RosterBasis = (typeof rosterBases)[number]
export const rosterBasisLabels = { residence: '现居住地', hukou: '户籍地' } as const satisfies Record<RosterBasis, string>

/**
 * What a visit asks. A fixed list and no free text: checks and contraception are offers of the health service and have no place on a list
 * for the village (product.md §2, guard-rails 1 and 2).
 */
export const visitAsks = ['present', 'door', 'phone', 'hukou', 'notice'] as const
export type VisitAsk = (typeof visitAsks)[number]
export const visitAskLabels = {
  present: '仍住此处',
  door: '门牌',
  phone: '电话',
  hukou: '户籍地',
  notice: '送服务告知书'
} as const satisfies Record<VisitAsk, string>

/** What comes back about one row, in the order of the boxes on paper. 谢绝 is a complete answer. */
export const visitResults = ['found', 'moved', 'unknown', 'declined', 'changed'] as const
export type VisitResult = (typeof visitResults)[number]
export const visitResultLabels = {
  found: '在，无变化',
  moved: '已搬走',
  unknown: '不认识',
  declined: '谢绝',
  changed: '有变化'
} as const satisfies Record<VisitResult, string>

/** What may have changed; the clerk changes it in the file herself. */
export const changedFacts = ['name', 'phone', 'door', 'hukou', 'employer', 'other'] as const
export type ChangedFact = (typeof changedFacts)[number]
export const changedFactLabels = {
  name: '姓名或证件',
  phone: '联系电话',
  door: '住址',
  hukou: '户籍地',
  employer: '工作单位',
  other: '其他登记事项'
} as const satisfies Record<ChangedFact, string>

/** Columns a 花名册 may carry beside number and name. `note` stays blank for handwriting. */
export const rosterColumns = ['sex', 'birthDate', 'idNo', 'kind', 'startedOn', 'residence', 'hukou', 'phone', 'note'] as const
export type RosterColumn = (typeof rosterColumns)[number]
export const rosterColumnLabels = {
  sex: '性别',
  birthDate: '出生日期',
  idNo: '证件号码',
  kind: '类别',
  startedOn: '开始日期',
  residence: '现居住地',
  hukou: '户籍地',
  phone: '联系电话',
  note: '备注'
} as const satisfies Record<RosterColumn, string>

/** @returns the number of a list as it is printed and read aloud: 482 163 905 */
export const rosterNumberWords = (number: number): string => String(number).replace(/(\d{3})(?=\d)/g, '$1 ')
