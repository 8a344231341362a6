/** The tabs of the settings and who may see which. */
import type { Permission } from '@shared/contract'

export const settingsTabs = [
  { id: 'office', label: '单位', needs: 'signed-in' },
  { id: 'organisation', label: '机构', needs: 'office.manage' },
  { id: 'accounts', label: '用户', needs: 'accounts.manage' },
  { id: 'deputies', label: '代理', needs: 'signed-in' },
  { id: 'passphrase', label: '我的口令', needs: 'signed-in' },
  { id: 'audit', label: '操作记录', needs: 'audit.read' },
  { id: 'protection', label: '信息保护', needs: 'audit.read' },
  { id: 'reader', label: '读卡器', needs: 'office.manage' },
  { id: 'forms', label: '表单', needs: 'office.manage' },
  { id: 'keys', label: '密钥', needs: 'office.manage' },
  { id: 'backup', label: '备份', needs: 'office.manage' },
  { id: 'checkup', label: '体检', needs: 'office.manage' },
  { id: 'retention', label: '到期删除', needs: 'approve.purge' },
  { id: 'conversion', label: '区划转换', needs: 'persons.write' },
  { id: 'display', label: '显示', needs: 'signed-in' },
  { id: 'practice', label: '演练', needs: 'signed-in' },
  { id: 'about', label: '关于', needs: 'signed-in' }
] as const satisfies readonly { readonly id: string; readonly label: string; readonly needs: Permission }[]

export type SettingsTab = (typeof settingsTabs)[number]['id']

/** In their order; nobody sees a tab whose permission his posts do not carry. */
export const tabsFor = (can: (permission: Permission) => boolean): readonly { readonly id: SettingsTab; readonly label: string }[] =>
  settingsTabs.filter(({ needs }) => can(needs)).map(({ id, label }) => ({ id, label }))
