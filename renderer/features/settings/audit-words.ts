/** The words of the log: what its events, methods and details are called in the office. */
import { roles } from '@shared/contract'
import { pairingResultLabels, receiptResultLabels, slipKindLabels, unitLevelLabels } from '@shared/domain'
import { deskCapacityLabels, deskDecisionLabels, deskKindLabels, eraseModeLabels } from '@shared/domain/person-desk'
import { rosterKindLabels } from '@shared/domain/roster'
import { explain, isErrorCode, type ErrorCode } from '@shared/errors'
import { formatCount } from '@shared/format'
import { eventWords, type AuditEvent } from './audit-event-words'
import { methodWords } from './audit-method-words'

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
  former: '接替的原单位号',
  succeeded: '停用的往来',
  why: '原因',
  drafts: '草稿',
  no: '状态报告号',
  requestedBy: '申请人',
  approvedBy: '批准人',
  deputyFor: '代谁办',
  approvedFor: '代谁批准',
  principal: '被代理人',
  deputy: '代理人',
  since: '开始日期',
  until: '最后一天',
  asked: '要办的事',
  list: '列表',
  thorough: '整库检查',
  bad: '有问题',
  notes: '留意',
  as: '选定',
  request: '申请号',
  capacity: '申请人身份',
  decision: '答复',
  mode: '方式',
  form: '纸件'
}
/** Values that the log keeps as identifiers. Any other value in Latin letters is an inner name and not shown. */
const valueTable: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(roles).map(([id, { label }]) => [id, label])),
  ...slipKindLabels,
  ...rosterKindLabels,
  ...unitLevelLabels,
  ...pairingResultLabels,
  ...receiptResultLabels,
  here: '搬到这里办公',
  look: '只看看',
  ...deskKindLabels,
  ...deskCapacityLabels,
  ...deskDecisionLabels,
  ...eraseModeLabels,
  application: '申请表和回执',
  reply: '答复书',
  notice: '本人信息告知单',
  paper: '只用纸质',
  pending: '待核对',
  confirmed: '已核对',
  alarm: '密钥异常',
  root_lost: '根密钥丢失',
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

/** Sign-in names, said as they are although they may be in Latin letters. */
const accountKeys: ReadonlySet<string> = new Set(['requestedBy', 'approvedBy', 'approvedFor', 'deputyFor', 'principal', 'deputy'])

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
    const text = accountKeys.has(key) ? String(value) : key === 'asked' ? wordOfMethod(String(value)) : valueWords(value)
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
