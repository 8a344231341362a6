/** Who may do what: the roles of the office (domain.md PV-3) and the permissions each carries. */

export const permissions = {
  public: '未登录也可用',
  'signed-in': '登录后即可用',
  'persons.search': '查找人员',
  'persons.read': '查看人员档案',
  'persons.write': '登记和修改人员',
  'persons.reveal': '显示完整证件号',
  'services.read': '查看服务记录',
  'services.write': '登记服务记录',
  'services.open': '打开密封内容',
  'slips.read': '查看交流单',
  'slips.write': '填写交流单',
  'slips.verify': '配对与核实',
  'slips.sign': '签发、审核交流单',
  'slips.adopt': '采纳对方反馈',
  'certificates.read': '查看证明',
  'certificates.write': '起草、打印和发放证明',
  'certificates.review': '核实证明',
  'certificates.sign': '签发、作废证明',
  'certificates.manage': '划分证明号段',
  'proofs.check': '核验证明',
  'proofs.settle': '登记证明的核实结果',
  'exchange.read': '查看交换情况',
  'exchange.carry': '装包并写入U盘',
  'exchange.import': '读取U盘并导入',
  'partners.read': '查看往来单位',
  'partners.manage': '登记往来单位',
  'partners.confirm': '核对对方密钥',
  'desk.take': '受理本人申请',
  'desk.decide': '答复本人申请',
  'sealing.keep': '封存、查看和解除封存档案',
  'benefits.confirm': '确认奖扶资格',
  'benefits.fund': '管理奖扶资金',
  'benefits.pay': '发放奖扶资金',
  'benefits.supervise': '监督奖扶发放',
  'reports.read': '查看统计',
  'accounts.manage': '管理用户',
  'office.manage': '管理单位设置',
  'audit.read': '查看操作记录',
  'approve.export': '批准大批导出',
  'approve.unmerge': '批准撤销已有交流单的合并',
  'approve.rules': '批准更换规则包',
  'approve.keys': '批准换密钥、重设他人口令',
  'approve.restore': '批准恢复备份',
  'approve.purge': '批准到期删除',
  'approve.seal': '批准封存和解除封存'
} as const

export type Permission = keyof typeof permissions

interface PostShape {
  readonly label: string
  readonly grants: readonly Permission[]
  /** Its work has no pages yet: the post stands in the table so that its separation holds from the first day, and is not offered. */
  readonly awaited?: true
}

/** The eight roles of PV-3, the keeper of sealed files, and the four of benefits. The administrator sees no person; the overseer sees the log only. */
export const roles = {
  window: {
    label: '窗口',
    grants: [
      'persons.search',
      'persons.read',
      'persons.write',
      'persons.reveal',
      'slips.read',
      'slips.write',
      'certificates.read',
      'certificates.write',
      'proofs.check',
      'partners.read',
      'desk.take'
    ]
  },
  collector: { label: '乡镇采集', grants: ['persons.search', 'persons.read', 'persons.write', 'slips.read'] },
  verifier: {
    label: '核实',
    grants: [
      'persons.search',
      'persons.read',
      'persons.write',
      'persons.reveal',
      'slips.read',
      'slips.write',
      'slips.verify',
      'certificates.read',
      'certificates.write',
      'certificates.review',
      'proofs.check',
      'proofs.settle',
      'exchange.read',
      'exchange.carry',
      'exchange.import',
      'partners.read',
      'partners.manage',
      'partners.confirm',
      'desk.take',
      'reports.read',
      'approve.export',
      'approve.unmerge'
    ]
  },
  signer: {
    label: '审核签发',
    grants: [
      'persons.read',
      'persons.reveal',
      'slips.read',
      'slips.write',
      'slips.sign',
      'slips.adopt',
      'certificates.read',
      'certificates.write',
      'certificates.sign',
      'certificates.manage',
      'proofs.check',
      'proofs.settle',
      'exchange.read',
      'exchange.carry',
      'exchange.import',
      'partners.read',
      'partners.manage',
      'partners.confirm',
      'desk.take',
      'desk.decide',
      'reports.read',
      'approve.export',
      'approve.unmerge',
      'approve.rules',
      'approve.keys',
      'approve.restore',
      'approve.purge',
      'approve.seal'
    ]
  },
  statistician: { label: '统计', grants: ['reports.read', 'partners.read'] },
  service: {
    label: '服务',
    grants: [
      'persons.search',
      'persons.read',
      'persons.write',
      'services.read',
      'services.write',
      'services.open',
      'slips.read',
      'partners.read'
    ]
  },
  /** Given to accounts by name: whoever holds no such post is not told that a sealed file exists. */
  keeper: {
    label: '封存保管',
    grants: ['persons.search', 'persons.read', 'persons.reveal', 'slips.read', 'partners.read', 'sealing.keep']
  },
  administrator: {
    label: '管理员',
    grants: [
      'accounts.manage',
      'office.manage',
      'partners.read',
      'partners.manage',
      'partners.confirm',
      'exchange.read',
      'approve.rules',
      'approve.keys',
      'approve.restore',
      'approve.purge',
      'approve.seal'
    ]
  },
  overseer: { label: '监督', grants: ['audit.read'] },
  benefitConfirmer: { label: '奖扶资格确认', grants: ['benefits.confirm'], awaited: true },
  benefitTreasurer: { label: '奖扶资金管理', grants: ['benefits.fund'], awaited: true },
  benefitPayer: { label: '奖扶资金发放', grants: ['benefits.pay'], awaited: true },
  benefitWatcher: { label: '奖扶社会监督', grants: ['benefits.supervise'], awaited: true }
} as const satisfies Record<string, PostShape>

export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as [Role, ...Role[]]

/** Posts that may be given today. */
export const offeredRoles: readonly Role[] = roleNames.filter((role) => !('awaited' in roles[role]))

/** Work that concerns every part of the county at once: bundles hold slips of all, the log tells of all, blocks of numbers are given to all. */
export const wholeCountyOnly: ReadonlySet<Permission> = new Set<Permission>([
  'certificates.manage',
  'exchange.read',
  'exchange.carry',
  'exchange.import',
  'audit.read',
  'approve.export',
  'approve.unmerge',
  'approve.rules',
  'approve.keys',
  'approve.restore',
  'approve.purge',
  'approve.seal',
  'sealing.keep'
])

/**
 * All permissions that a set of roles carries, `signed-in` included.
 * @param scope division the account is bound to; null for the whole county
 */
export function grantsOf(held: readonly Role[], scope: string | null = null): ReadonlySet<Permission> {
  const all = new Set<Permission>(['public', 'signed-in'])
  for (const role of held) for (const grant of roles[role].grants) if (scope === null || !wholeCountyOnly.has(grant)) all.add(grant)
  return all
}
