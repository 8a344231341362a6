/** The columns of the list of persons; numbers are masked here as everywhere, copied ones included. */
import type { GridColumn } from '@renderer/ui'
import type { PersonRow } from '@shared/contract/persons'
import { kindWords, sexWords, statusOf } from './words'

export const personColumns: readonly GridColumn<PersonRow>[] = [
  { id: 'name', title: '姓名', text: (row) => row.name, width: 120, isName: true },
  { id: 'sex', title: '性别', text: (row) => sexWords(row.sex), width: 56 },
  { id: 'birthDate', title: '出生日期', text: (row) => row.birthDate, width: 96 },
  { id: 'idNo', title: '证件号码', text: (row) => row.idNoMasked ?? '暂无证件号', width: 160 },
  { id: 'kind', title: '类别', text: (row) => kindWords(row.kind), width: 80 },
  { id: 'startedOn', title: '开始日期', text: (row) => row.startedOn ?? '', width: 96 },
  { id: 'residence', title: '现居住地', text: (row) => row.residenceName ?? '', width: 230 },
  { id: 'hukou', title: '户籍地', text: (row) => row.hukouName, width: 210 },
  { id: 'phone', title: '电话', text: (row) => row.phoneMasked ?? '', width: 112 },
  { id: 'status', title: '状态', text: (row) => statusOf(row.status).text, width: 80 }
]
