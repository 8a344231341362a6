/** Why a row was found, in the words of the screen. */
import type { PersonRow } from '@shared/contract/persons'

type Found = NonNullable<PersonRow['found']>
const foundFields: Readonly<Record<Found['field'], string>> = {
  name: '姓名',
  formerName: '曾用名',
  sound: '拼音',
  idNo: '证件号码',
  paper: '证书编号',
  phone: '电话',
  otherPhone: '其他电话',
  spouse: '配偶',
  residence: '现居住地',
  hukou: '户籍地'
}
/** What the one box found, for rows that do not show it; the number and telephone of the row itself stand in columns of their own. */
export function foundWords({ field, merged, text }: Found): { readonly label: string; readonly text: string } | null {
  if (!merged && (field === 'idNo' || field === 'phone')) return null
  return { label: `${merged ? '已并入的' : ''}${foundFields[field]}`, text: text ?? '' }
}
