/** The columns of the list of persons; numbers are masked here as everywhere, copied ones included. */
import type { GridColumn } from '@renderer/ui'
import type { PersonRow } from '@shared/contract/persons'
import { kindWords, sexWords, statusOf } from './words'

export const personColumns: readonly GridColumn<PersonRow>[] = [
  { id: 'name', title: '姓名', text: (row) => row.name, width: 136, isName: true },
  { id: 'sex', title: '性别', text: (row) => sexWords(row.sex), width: 48 },
  { id: 'birthDate', title: '出生日期', text: (row) => row.birthDate, width: 94 },
  { id: 'idNo', title: '证件号码', text: (row) => row.idNoMasked ?? '暂无证件号', width: 152 },
  { id: 'kind', title: '类别', text: (row) => kindWords(row.kind), width: 76 },
  { id: 'startedOn', title: '开始日期', text: (row) => row.startedOn ?? '', width: 94 },
  { id: 'residence', title: '现居住地', text: (row) => row.residenceName ?? '', width: 218 },
  { id: 'hukou', title: '户籍地', text: (row) => row.hukouName, width: 200 },
  { id: 'phone', title: '电话', text: (row) => row.phoneMasked ?? '', width: 104 },
  { id: 'status', title: '状态', text: (row) => statusOf(row.status).text, width: 76 }
]
