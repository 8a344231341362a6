/** The fields a column of a township's list can stand for: their names, the titles they go by, and what they hold. */
import type { TitleEntry } from '../../workbook'

export type FieldKind =
  | { readonly as: 'own' | 'name' | 'identity' | 'date' | 'division' | 'phone' }
  | { readonly as: 'text'; readonly max: number }
  | { readonly as: 'count' }
  | { readonly as: 'list'; readonly lists: readonly string[] }

/** Who reads whole values; the others see them masked in exports. */
export type Guard = 'number' | 'phone' | 'star' | 'child' | 'ownName' | 'ownSex' | 'ownBirth'

export interface Field {
  readonly key: string
  /** The title of our own template. */
  readonly label: string
  readonly titles: readonly string[]
  readonly kind: FieldKind
  readonly guard?: Guard
  /** Characters of the column's width in our own files. */
  readonly width: number
}

const text = (max: number): FieldKind => ({ as: 'text', max })
const list = (...lists: string[]): FieldKind => ({ as: 'list', lists })
const DATE: FieldKind = { as: 'date' }
const NUMBER: FieldKind = { as: 'identity' }
const PLACE: FieldKind = { as: 'division' }
const PHONE: FieldKind = { as: 'phone' }

/** `key|label|other titles`; the first column of the table names a field wherever it is spoken of. */
function field(head: string, kind: FieldKind, width: number, guard?: Guard): Field {
  const [key = '', label = '', ...titles] = head.split('|')
  return { key, label, titles: [label, ...titles], kind, width, ...(guard === undefined ? {} : { guard }) }
}

const ownFields: readonly Field[] = [
  field('id|内部编号|系统编号|档案编号', { as: 'own' }, 38),
  field('name|姓名|名字|人员姓名|本人姓名', { as: 'name' }, 12, 'ownName'),
  field('idNo|公民身份号码|身份证号|身份证号码|证件号码|身份证|证件号', NUMBER, 22, 'number'),
  field('sex|性别', list('sex'), 6, 'ownSex'),
  field('birthDate|出生日期|出生年月|出生年月日|生日', DATE, 12, 'ownBirth'),
  field('formerName|曾用名|别名', { as: 'name' }, 12, 'ownName'),
  field('idType|证件类型|证件种类', list('id_type'), 14),
  field('noIdReason|暂无证件号原因|无证件原因', list('no_id_reason'), 16),
  field('ethnicity|民族', list('ethnicity'), 10, 'star'),
  field('education|文化程度|学历|受教育程度', list('education'), 16),
  field('hukouType|户口性质|户口类型|户口类别', list('hukou_type'), 10),
  field('marital|婚姻状况|婚姻', list('marital_status'), 10),
  field('firstMarriedOn|初婚日期|初婚时间', DATE, 12),
  field('currentMarriedOn|现婚日期|结婚日期|结婚时间', DATE, 12),
  field('marriageCertNo|结婚证号|结婚证编号', text(30), 18),
  field('onlyChildCertNo|独生子女父母光荣证号|光荣证号', text(30), 18),
  field('phone|联系电话|电话|手机号|手机号码|联系方式|本人电话', PHONE, 15, 'phone'),
  field('phoneOwner|电话机主|机主', text(30), 10),
  field('hukouCode|户籍地区划|户籍地区划代码|户籍区划|户籍地代码|户籍地|户籍所在地', PLACE, 16),
  field('hukouText|户籍地详址|户籍地址|户籍详细地址|户籍地详细地址|户籍地地址', text(100), 30),
  field('relationToHead|与户主关系|家庭关系', list('relation_to_head'), 12),
  field('household|户编号|家庭户编号|户号|家庭户信息', text(18), 20),
  field('note|备注|说明', text(500), 24)
]

const stayFields: readonly Field[] = [
  field('stay.kind|流动类别|流动类型|类别|流动方向', list('move_kind'), 10),
  field('stay.startedOn|流动开始日期|开始日期|流入日期|流出日期|流入时间|流出时间|来本地日期|外出日期|外出时间|现居住地入住日期', DATE, 12),
  field('stay.endedOn|流动结束日期|结束日期|返回日期|离开日期|返乡日期|离开时间|返回时间', DATE, 12),
  field(
    'stay.residenceCode|现居住地区划|现居住地区划代码|现居区划|居住地代码|现居住地代码|流入地|流出地|现居住地|现居住地所在地|流入地区划|流出地区划',
    PLACE,
    16
  ),
  field('stay.residenceText|现居住地详址|现居住地址|现居住地地址|现居住详细地址|居住地址|现住址|流入地址|流出地址', text(100), 30),
  field('stay.reason|流动原因|外出原因|流入原因|流出原因', list('move_reason', 'move_reason_out_of_scope'), 14),
  field('stay.dwellingKind|居住处所|居住类型|住所类型', list('dwelling_kind'), 10),
  field('stay.dwellingContact|房主或联系人|房主|房东|房主姓名|房东姓名', text(100), 12),
  field('stay.dwellingPhone|房主电话|房东电话', PHONE, 15, 'phone'),
  field('stay.occupation|职业|从事职业', text(50), 10),
  field('stay.companions|随同人数|随行人数', { as: 'count' }, 8),
  field('stay.employer|用人单位|工作单位|单位名称', text(100), 20)
]

const spouseFields: readonly Field[] = [
  field('spouse.name|配偶姓名', { as: 'name' }, 12),
  field('spouse.idNo|配偶公民身份号码|配偶身份证号|配偶身份证号码|配偶身份证|配偶证件号码', NUMBER, 22, 'number'),
  field('spouse.birthDate|配偶出生日期|配偶出生年月', DATE, 12),
  field('spouse.hukouCode|配偶户籍地区划|配偶户籍地|配偶户籍区划', PLACE, 16),
  field('spouse.hukouText|配偶户籍地详址|配偶户籍地址', text(100), 30),
  field('spouse.phone|配偶联系电话|配偶电话', PHONE, 15, 'phone'),
  field('spouse.employer|配偶工作单位|配偶单位', text(100), 20)
]

/** Children that one row of our own template has room for. */
export const CHILDREN = 4

const childFields: readonly Field[] = Array.from({ length: CHILDREN }, (_, at) => {
  const n = String(at + 1)
  return [
    field(`child${n}.name|子女${n}姓名`, { as: 'name' }, 12, 'child'),
    field(`child${n}.sex|子女${n}性别`, list('sex'), 8, 'child'),
    field(`child${n}.birthDate|子女${n}出生日期|子女${n}出生年月`, DATE, 12, 'child'),
    field(`child${n}.idNo|子女${n}公民身份号码|子女${n}身份证号|子女${n}身份证`, NUMBER, 22, 'child'),
    field(`child${n}.relation|子女${n}关系`, list('child_relation'), 10, 'child'),
    field(`child${n}.location|子女${n}居住情况`, list('child_location'), 10, 'child')
  ]
}).flat()

export const fields: readonly Field[] = [...ownFields, ...stayFields, ...spouseFields, ...childFields]

const byKey = new Map(fields.map((one) => [one.key, one]))
export const fieldOf = (key: string): Field | undefined => byKey.get(key)

/** What headers are compared with. */
export const dictionary: readonly TitleEntry[] = fields.map(({ key, titles }) => ({ key, titles }))
