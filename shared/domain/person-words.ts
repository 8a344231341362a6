/** What the fields of a file, its records and their codes are called, on screen and in histories, refusals and reports alike. */
type Words = Readonly<Record<string, string>>

export const recordKindLabels: Words = {
  phone: '其他电话',
  spouse: '婚姻',
  child: '子女',
  episode: '居住记录',
  consent: '同意记录',
  photo: '照片',
  household: '户',
  dwelling: '住所',
  employer: '用人单位'
}

export const personFieldLabels: Words = {
  created: '建档',
  name: '姓名',
  formerName: '曾用名',
  pinyin: '拼音',
  sex: '性别',
  birthDate: '出生日期',
  idType: '证件类型',
  idNo: '证件号码',
  idNoOld15: '15位旧号',
  noIdReason: '暂无证件号原因',
  idVerified: '核实原件',
  ethnicity: '民族',
  education: '文化程度',
  educationEdition: '文化程度版本',
  hukouType: '户口性质',
  marital: '婚姻状况',
  firstMarriedOn: '初婚日期',
  currentMarriedOn: '现婚日期',
  marriageCertNo: '结婚证号',
  onlyChildCertNo: '独生子女父母光荣证号',
  onlyChildCertOn: '光荣证发证日期',
  phone: '联系电话',
  phoneOwner: '电话机主',
  hukouCode: '户籍地',
  hukouText: '户籍地详址',
  hukouAsOf: '户籍地代码日期',
  householdId: '所在户',
  relationToHead: '与户主关系',
  note: '备注',
  photo: '照片',
  status: '档案状态',
  statusOn: '状态日期',
  statusReason: '状态原因',
  statusNote: '状态说明',
  mergedInto: '并入的档案'
}

/** `kind.field`: fields of records that are called otherwise than the same field of a person. */
export const recordFieldLabels: Words = {
  'phone.number': '号码',
  'phone.owner': '机主',
  'spouse.personId': '配偶档案',
  'spouse.residenceCode': '现居住地',
  'spouse.residenceText': '现居住地详址',
  'spouse.employer': '工作单位',
  'spouse.certNo': '结婚证号',
  'spouse.startedOn': '结婚日期',
  'spouse.endedOn': '结束日期',
  'spouse.endReason': '结束原因',
  'child.personId': '子女档案',
  'child.otherParentId': '另一方档案',
  'child.order': '孩次',
  'child.relation': '关系',
  'child.location': '居住情况',
  'child.birthCertNo': '出生医学证明编号',
  'episode.kind': '流动类别',
  'episode.reason': '流动原因',
  'episode.startedOn': '开始日期',
  'episode.endedOn': '结束日期',
  'episode.residenceCode': '现居住地',
  'episode.residenceText': '现居住地详址',
  'episode.dwellingKind': '居住处所',
  'episode.dwellingContact': '房主或联系人',
  'episode.dwellingPhone': '房主电话',
  'episode.occupation': '职业',
  'episode.companions': '随同人数',
  'episode.employerId': '用人单位',
  'consent.purpose': '用途',
  'consent.givenOn': '同意日期',
  'consent.formRef': '同意书编号',
  'consent.withdrawnOn': '撤回日期',
  'consent.withdrawnReason': '撤回原因',
  'household.number': '户编码',
  'household.headId': '户主',
  'dwelling.contact': '房主或联系人',
  'dwelling.contactPhone': '联系电话',
  'dwelling.kind': '居住处所',
  'dwelling.code': '区划',
  'dwelling.text': '地址',
  'employer.kind': '单位类别',
  'employer.address': '地址',
  'employer.name': '名称'
}

export const idTypeLabels: Words = {
  resident_id: '居民身份证',
  household_book: '户口簿',
  residence_permit: '居住证',
  passport: '护照',
  none: '无'
}
export const fileStatusLabels: Words = { active: '在册', set_aside: '退档', closed: '注销', merged: '已并入' }
export const moveKinds = ['in', 'out', 'intra_county'] as const
export type MoveKind = (typeof moveKinds)[number]
export const moveKindLabels = { in: '流入', out: '流出', intra_county: '县内流动' } as const satisfies Record<MoveKind, string>
export const marriageEndLabels: Words = { divorced: '离婚', widowed: '丧偶' }

/** Field of a person, or `kind.field`, → the code list of its values; two for a stay's reason, which may stand in either. */
const codeLists: Readonly<Record<string, readonly string[]>> = {
  sex: ['sex'],
  marital: ['marital_status'],
  noIdReason: ['no_id_reason'],
  ethnicity: ['ethnicity'],
  hukouType: ['hukou_type'],
  relationToHead: ['relation_to_head'],
  statusReason: ['file_status_reason'],
  'episode.dwellingKind': ['dwelling_kind'],
  'dwelling.kind': ['dwelling_kind'],
  'employer.kind': ['employer_kind'],
  'child.relation': ['child_relation'],
  'child.location': ['child_location'],
  'consent.purpose': ['purpose'],
  education: ['education'],
  'episode.reason': ['move_reason', 'move_reason_out_of_scope']
}

/** @param kind of the record, null for the person itself @returns the label of a field; the field itself when it has none */
export function fieldLabel(kind: string | null, field: string): string {
  const own = kind === null ? undefined : recordFieldLabels[`${kind}.${field}`]
  return own ?? personFieldLabels[field] ?? field
}

/** @returns the lists in which a field's codes stand; none for a field without codes */
export const codeListsOf = (kind: string | null, field: string): readonly string[] =>
  (kind === null ? undefined : codeLists[`${kind}.${field}`]) ?? codeLists[field] ?? []

/** @returns the words of a field whose few values belong to the program itself; null for every other field */
export function plainWords(kind: string | null, field: string): Words | null {
  if (field === 'idType') return idTypeLabels
  if (field === 'status') return fileStatusLabels
  if (kind === 'episode' && field === 'kind') return moveKindLabels
  return kind === 'spouse' && field === 'endReason' ? marriageEndLabels : null
}
