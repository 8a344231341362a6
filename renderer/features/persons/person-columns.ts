/** The columns of the list of persons; numbers are masked here as everywhere, copied ones included. */
import type { ColumnPlace, GridColumn } from '@renderer/ui'
import type { PersonRow } from '@shared/contract/persons'
import { personMarkLabels } from '@shared/domain/person-desk'
import { kindWords, sexWords, statusOf } from './words'

export const personColumns: readonly GridColumn<PersonRow>[] = [
  { id: 'name', title: '姓名', text: (row) => row.name, width: 136, isName: true },
  { id: 'sex', title: '性别', text: (row) => sexWords(row.sex), width: 48 },
  { id: 'birthDate', title: '出生日期', text: (row) => row.birthDate, width: 94 },
  { id: 'idNo', title: '证件号码', text: (row) => row.idNoMasked ?? '暂无证件号', width: 152 },
  { id: 'kind', title: '类别', text: (row) => kindWords(row.kind), width: 76 },
  { id: 'startedOn', title: '开始日期', text: (row) => row.startedOn ?? '', width: 94 },
  { id: 'residence', title: '现居住地', text: (row) => row.residenceName ?? '', width: 218, isPlace: true },
  { id: 'hukou', title: '户籍地', text: (row) => row.hukouName, width: 200, isPlace: true },
  { id: 'phone', title: '电话', text: (row) => row.phoneMasked ?? '', width: 104 },
  {
    id: 'status',
    title: '状态',
    text: (row) => (row.restricted === true ? personMarkLabels.restricted : statusOf(row.status).text),
    width: 76
  }
]

/** Fields of a table for each column; a place is told by its code, which finds it again, and the words beside it. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  name: ['name'],
  sex: ['sex'],
  birthDate: ['birthDate'],
  idNo: ['idNo'],
  kind: ['stay.kind'],
  startedOn: ['stay.startedOn'],
  residence: ['stay.residenceCode', 'stay.residenceText'],
  hukou: ['hukouCode', 'hukouText'],
  phone: ['phone'],
  status: ['status']
}

/** @returns the fields of the shown columns, in their order */
export const fieldsOfColumns = (places: readonly ColumnPlace[]): string[] =>
  places.filter(({ hidden }) => !hidden).flatMap(({ id }) => FIELDS[id] ?? [])
