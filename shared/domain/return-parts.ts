// Why: the table of the return rate, the lists behind its numbers and the letters to partners must draw the same lines.
/** Every signed 查询 or 协查 stands in exactly one part on any day; what was withdrawn is told apart from what was issued. */
export const returnParts = [
  'answered_in_time',
  'answered_late',
  'received',
  'carried',
  'not_carried',
  'refused',
  'undelivered',
  'withdrawn'
] as const
export type ReturnPart = (typeof returnParts)[number]

/** Numbers of the table, each with a list of slips behind it; the last four take slips of several parts. */
export const returnNumbers = [...returnParts, 'issued', 'answered', 'due', 'overdue'] as const
export type ReturnNumber = (typeof returnNumbers)[number]

export const returnNumberLabels = {
  answered_in_time: '按期反馈',
  answered_late: '逾期反馈',
  received: '对方已收',
  carried: '已交付',
  not_carried: '未带出',
  refused: '被退回',
  undelivered: '不能送达',
  withdrawn: '已撤回',
  issued: '签发',
  answered: '已反馈',
  due: '应反馈',
  overdue: '逾期未反馈'
} as const satisfies Record<ReturnNumber, string>
