/** The one table of words for the log: what every audit event, method and detail of the contract is called in the office. */
import { roles, type Contract, type MethodName, type SpecOf } from '@shared/contract'
import { pairingResultLabels, receiptResultLabels, slipKindLabels, unitLevelLabels } from '@shared/domain'
import { rosterKindLabels } from '@shared/domain/roster'
import { explain, isErrorCode, type ErrorCode } from '@shared/errors'
import { formatCount } from '@shared/format'

/** Every event that a method of the contract declares. */
export type AuditEvent = { [N in MethodName]: SpecOf<N> extends { readonly audit: infer E extends string } ? E : never }[MethodName]

export const eventWords: Readonly<Record<AuditEvent, string>> = {
  'office.asked': '查看单位状态',
  'office.set_up': '建立单位',
  'office.settings_changed': '修改单位设置',
  'session.signed_in': '登录',
  'session.recovered': '用恢复密钥重设口令',
  'session.signed_out': '退出登录',
  'practice.built': '建立演练单位',
  'practice.entered': '进入演练',
  'account.created': '新增用户',
  'account.updated': '修改用户',
  'account.passphrase_reset': '重设他人口令',
  'account.passphrase_changed': '更换自己的口令',
  'account.bound': '把用户归到机构',
  'account.unbound': '让用户看全县',
  'organisation.built': '按区划建立机构',
  'organisation.saved': '新增或修改机构',
  'organisation.moved': '移动机构',
  'organisation.closed': '撤销或恢复机构',
  'conversion.previewed': '查找已撤销的区划代码',
  'conversion.applied': '转换区划代码',
  'persons.scopes_settled': '重新判定流动范围',
  'workbook.template_made': '下载表格模板',
  'workbook.layout_saved': '保存本单位的表格模板',
  'workbook.layout_removed': '删去本单位的表格模板',
  'workbook.looked_at': '打开要导入的表格',
  'workbook.checked': '核对要导入的表格',
  'workbook.imported': '导入表格',
  'workbook.import_settled': '保留中断的导入',
  'workbook.exported': '导出表格',
  'list.exported': '导出列表',
  'duplicates.scanned': '查找重复档案',
  'duplicates.dismissed': '认定不是同一人',
  'duplicates.reopened': '撤销不是同一人的结论',
  'persons.merged': '合并两份档案',
  'persons.unmerged': '撤销合并',
  'roster.issued': '开出名单',
  'roster.seen': '查看名单（超过 20 人）',
  'roster.printed': '取出名单打印',
  'roster.result_entered': '录入走访结果',
  'roster.result_undone': '撤销走访结果',
  'draft.saved': '保存草稿',
  'draft.discarded': '放弃草稿',
  'job.cancelled': '停止正在进行的工作',
  'reader.card_read': '读取证件',
  'reader.tried': '试读读卡器',
  'reader.configured': '选择读卡程序',
  'persons.searched': '查找人员（超过 20 人）',
  'person.saved': '登记或修改人员',
  'person.status_changed': '退档、注销或恢复人员',
  'person.revealed': '显示完整内容',
  'person.stay_ended': '结束一段居住记录',
  'person.consent_recorded': '登记同意或撤回同意',
  'person.photo_set': '更换照片',
  'person.photo_seen': '查看照片',
  'preset.saved': '保存查询方案',
  'preset.removed': '删去查询方案',
  'preset.restored': '恢复查询方案',
  'household.saved': '登记或修改一户',
  'dwelling.saved': '修改住所联系人',
  'employer.saved': '修改用人单位',
  'act.undone': '撤销批量操作',
  'partner.added': '登记往来单位',
  'partner.confirmed': '核对对方密钥',
  'partner.card_discarded': '放弃待核对的密钥卡',
  'card.exported': '导出本单位密钥卡',
  'bundle.carried': '装包并写入U盘',
  'stick.scanned': '读取U盘',
  'bundle.imported': '导入交换包',
  'quarantine.noted': '记录隔离文件的处理',
  'slip.composed': '填写交流单',
  'slip.submitted': '提交签发',
  'slip.signed': '签发交流单',
  'slip.sent_back': '退回经办人修改',
  'slip.discarded': '删除未签发的交流单',
  'slip.withdrawn': '撤回交流单',
  'slip.paired': '配对人员',
  'slip.answered': '填写反馈',
  'slip.refused': '退回对方的交流单',
  'slip.released': '审核发出反馈',
  'slip.adopted': '采纳反馈',
  'slip.rechecked': '要求对方再核实',
  'slip.moved': '撤销合并时把交流单归到另一份档案',
  'slip.closed': '办结交流单'
}

type MethodWords = { readonly [M in keyof Contract]: { readonly [F in keyof Contract[M]]: string } }

const methodWords: MethodWords = {
  office: { status: '查看单位状态', setUp: '建立单位', settings: '查看单位设置', saveSettings: '保存单位设置' },
  session: { signIn: '登录', recover: '用恢复密钥重设口令', signOut: '退出登录' },
  practice: { create: '建立演练单位', enter: '进入或离开演练' },
  accounts: {
    list: '查看用户列表',
    create: '新增用户',
    update: '修改用户',
    resetPassphrase: '重设他人口令',
    changeOwnPassphrase: '更换自己的口令'
  },
  drafts: { get: '取出草稿', save: '保存草稿', discard: '放弃草稿' },
  audit: { search: '查看操作记录', verify: '检查操作记录是否完整' },
  reference: {
    searchDivisions: '查找行政区划',
    childDivisions: '展开行政区划',
    division: '查看行政区划',
    successors: '查看区划的来历和去向',
    conversionPlan: '查看区划变动表',
    codeLists: '查看代码表',
    rulePacks: '查看规则'
  },
  reader: {
    status: '查看读卡器',
    read: '读取证件',
    cancel: '停止读卡',
    tryOut: '试读读卡器',
    configure: '选择读卡程序'
  },
  organisation: {
    tree: '查看机构',
    search: '查找机构',
    fromDivisions: '按区划建立机构',
    save: '新增或修改机构',
    move: '移动机构',
    close: '撤销或恢复机构',
    users: '查看机构的用户',
    bindAccount: '把用户归到机构',
    unbindAccount: '让用户看全县'
  },
  characters: { search: '查找生僻字' },
  conversion: { preview: '查找已撤销的区划代码', apply: '转换区划代码' },
  workbooks: {
    layouts: '查看表格模板',
    template: '下载表格模板',
    saveLayout: '保存本单位的表格模板',
    removeLayout: '删去本单位的表格模板',
    look: '打开要导入的表格',
    check: '核对要导入的表格',
    apply: '导入表格',
    imports: '查看导入记录',
    settle: '保留中断的导入',
    export: '导出表格',
    exports: '查看导出记录'
  },
  duplicates: {
    scan: '查找重复档案',
    status: '查看查重情况',
    list: '查看疑似重复',
    compare: '对照两份档案',
    dismiss: '认定不是同一人',
    reopen: '撤销不是同一人的结论',
    merge: '合并两份档案',
    merges: '查看合并记录',
    previewUnmerge: '查看撤销合并的结果',
    unmerge: '撤销合并'
  },
  rosters: {
    preview: '查看名单会有多少人',
    issue: '开出名单',
    list: '查看开出的名单',
    get: '查看一份名单',
    rows: '查看名单各行',
    nextOpen: '找没有结果的行',
    paper: '取出名单打印',
    find: '查名单上的码',
    enter: '录入走访结果',
    undoLast: '撤销走访结果'
  },
  jobs: { list: '查看正在进行的工作', get: '查看一项工作', cancel: '停止一项工作' },
  persons: {
    search: '查找人员',
    count: '统计人数',
    get: '查看人员档案',
    asOf: '查看人员过去某天的档案',
    history: '查看变更记录',
    recorders: '查看建档人名单',
    hints: '查重提示',
    checkId: '检查证件号',
    save: '登记或修改人员',
    setStatus: '退档、注销或恢复人员',
    endEpisode: '结束一段居住记录',
    saveConsent: '登记同意或撤回同意',
    setPhoto: '更换照片',
    photo: '查看照片',
    reveal: '显示完整内容',
    settleScopes: '重新判定流动范围'
  },
  lists: { export: '导出列表' },
  presets: { list: '查看查询方案', save: '保存查询方案', remove: '删去查询方案', restore: '恢复查询方案' },
  places: {
    household: '查看一户',
    searchHouseholds: '查找户',
    nextHouseholdNumber: '编户编码',
    saveHousehold: '登记或修改一户',
    dwelling: '查看住所',
    searchDwellings: '查找住所',
    saveDwelling: '修改住所联系人',
    employer: '查看用人单位',
    searchEmployers: '查找用人单位',
    saveEmployer: '修改用人单位'
  },
  acts: { list: '查看批量操作', preview: '查看撤销的结果', undo: '撤销批量操作' },
  partners: {
    list: '查看往来单位',
    get: '查看一个往来单位',
    readCard: '读取密钥卡',
    add: '登记往来单位',
    confirm: '核对对方密钥',
    discard: '放弃待核对的密钥卡'
  },
  slips: {
    search: '查找交流单',
    count: '统计交流单',
    home: '查看待办',
    get: '查看交流单',
    offers: '查看可办的单',
    compose: '填写交流单',
    preview: '预览交流单',
    submit: '提交签发',
    sign: '签发交流单',
    sendBack: '退回经办人修改',
    discard: '删除未签发的交流单',
    withdraw: '撤回交流单',
    writtenAfterMerge: '查看合并以后的交流单',
    moveAfterMerge: '撤销合并时把交流单归到另一份档案',
    candidates: '查看候选人',
    pair: '配对人员',
    answer: '填写反馈',
    refuse: '退回对方的交流单',
    release: '审核发出反馈',
    adopt: '采纳反馈',
    recheck: '要求对方再核实',
    close: '办结交流单'
  },
  exchange: {
    identity: '查看本单位密钥卡',
    exportCard: '导出本单位密钥卡',
    drives: '查看U盘',
    outbox: '查看待装包',
    writeStick: '装包并写入U盘',
    scanStick: '读取U盘',
    importBundles: '导入交换包',
    bundles: '查看交换记录',
    quarantine: '查看隔离区',
    noteQuarantine: '记录隔离文件的处理'
  },
  reports: { returnRate: '查看返回率' }
}

const methodTable: ReadonlyMap<string, string> = new Map(
  Object.entries(methodWords).flatMap(([module, names]) =>
    Object.entries<string>(names).map(([name, word]) => [`${module}.${name}`, word] as const)
  )
)
const eventTable: ReadonlyMap<string, string> = new Map(Object.entries(eventWords))

/** A refused look leaves the method's name as its event, because it declares none. */
export const wordOfEvent = (event: string): string => eventTable.get(event) ?? methodTable.get(event) ?? '本版本不认识的事项'
export const wordOfMethod = (method: string): string => methodTable.get(method) ?? '本版本不认识的做法'

export const outcomeWords = { done: '已办', refused: '被拒绝', failed: '出错' } as const

/** What a detail of a line is called; details without a word here (internal numbers) are not shown. */
const detailLabels: Readonly<Record<string, string>> = {
  count: '张数',
  rows: '查到人数',
  row: '行号',
  persons: '人数',
  whole: '完整号码',
  again: '更正',
  slips: '交流单',
  rejected: '被退回',
  items: '事项',
  kind: '类型',
  partner: '往来单位',
  fields: '栏目',
  field: '栏目',
  changed: '改动栏目',
  from: '原状态',
  to: '新状态',
  status: '状态',
  pairing: '配对结果',
  result: '结果',
  roles: '岗位',
  active: '在用',
  level: '级别',
  files: '档案份数',
  codes: '代码个数',
  hukou: '户籍地',
  stays: '居住记录',
  left: '没有改的',
  by: '核对人',
  version: '密钥卡版本',
  idleMinutes: '锁定分钟数',
  rulePack: '规则',
  practice: '演练',
  photo: '照片',
  trust: '信任状态',
  no: '状态报告号',
  list: '列表'
}
/** Values that the log keeps as identifiers. Any other value in Latin letters is an inner name and not shown. */
const valueTable: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(roles).map(([id, { label }]) => [id, label])),
  ...slipKindLabels,
  ...rosterKindLabels,
  ...unitLevelLabels,
  ...pairingResultLabels,
  ...receiptResultLabels,
  paper: '只用纸质',
  pending: '待核对',
  confirmed: '已核对',
  alarm: '密钥异常',
  active: '在册',
  set_aside: '退档',
  closed: '注销',
  idNo: '证件号',
  phone: '电话',
  status: '状态报告',
  data: '交流单',
  'pre-2009': '2009年10月以前',
  'order-555': '国务院令第555号',
  'e-certificate': '电子婚育证明',
  current: '现行',
  resident: '居民身份证',
  foreign_resident: '外国人永久居留身份证',
  hmt_resident: '港澳台居民居住证'
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return listWords(value)
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return formatCount(value)
  if (typeof value !== 'string') return ''
  return valueTable[value] ?? (/[A-Za-z]/.test(value) ? '' : value)
}

/** A list of which some members have no word is told by its length. */
function listWords(values: readonly unknown[]): string {
  const words = values.map(valueWords).filter((word) => word !== '')
  return values.length > 0 && words.length < values.length ? `${formatCount(values.length)} 项` : words.join('、')
}

export interface DetailLine {
  readonly label: string
  readonly text: string
}

type LogDetail = Readonly<Record<string, unknown>> | null

/** @returns the details of a log line in office words, a refusal's reason first */
export function detailLines(detail: LogDetail): DetailLine[] {
  const entries = Object.entries(detail ?? {})
  const code = entries.find(([key]) => key === 'code')?.[1]
  const reason = typeof code === 'string' && isErrorCode(code) ? [{ label: '原因', text: reasonOf(code) }] : []
  const others = entries.flatMap(([key, value]) => {
    const label = detailLabels[key]
    const text = valueWords(value)
    return label === undefined || text === '' ? [] : [{ label, text }]
  })
  return [...reason, ...others]
}

/** The same in one line of a list. */
export const detailWords = (detail: LogDetail): string =>
  detailLines(detail)
    .map(({ label, text }) => `${label}：${text}`)
    .join('；')

/** The log keeps no parameters of a refusal, so the gaps of its sentence close or read as dots. */
const reasonOf = (code: ErrorCode): string =>
  explain(code, {})
    .what.replace(/“—”/g, '“……”')
    .replace(/[：（]?\s*—\s*）?/g, '')

/** Events in the order of their table, for the filter. */
export const eventChoices: readonly { readonly value: string; readonly label: string }[] = Object.entries(eventWords).map(
  ([value, label]) => ({ value, label })
)

/** What a screen writes by itself while somebody types or arranges a list; it would bury what people did. */
export const quietEvents: readonly AuditEvent[] = ['draft.saved', 'draft.discarded']
