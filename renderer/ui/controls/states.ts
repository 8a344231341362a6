/** The six states a thing can be in on screen, in the words of ui.md: 正常/已完成, 待处理, 将到期, 逾期, 隔离, 已关闭/谢绝. */
export const stateNames = ['done', 'pending', 'due', 'late', 'quarantined', 'closed'] as const
export type StateName = (typeof stateNames)[number]
