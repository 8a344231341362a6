/** What was found in a list, counted by kind, with the first rows of each and a mark for every cell. */
import type { DoubtfulRow, ImportReport } from '@shared/contract/workbooks'
import { maskResidentId, type ReferenceBook } from '@shared/domain'
import { isInScope, type PersonRecord, type Scope } from '../persons'
import { columnLetters, damageKinds, type DamageCode, type Mark } from '../../workbook'
import type { Match } from './match'
import type { Tally } from './queries'
import { troubleLabels, type ListRow, type Trouble, type TroubleCode } from './read-rows'

/** Rows shown of each kind. */
const SHOWN = 200
/** Marks a copy carries; a list with more trouble than that is to be made anew. */
const MOST_MARKS = 200_000

const damageLabels: Readonly<Record<DamageCode, string>> = {
  id_digits_lost: '号码末几位丢失',
  id_digits_suspect: '号码末几位可疑',
  scientific: '变成科学计数法',
  number_typed: '号码存成数字',
  decimal_tail: '编码带小数点',
  leading_zero: '开头的 0 丢失',
  full_width: '全角数字或字母',
  stray_space: '多余的空格或换行',
  apostrophe: '多余的单引号',
  number_as_text: '数字存成文本',
  number_unreadable: '不是数字',
  undecodable: '无法识别的字符',
  error_value: '错误值',
  formula: '公式',
  formula_empty: '没有结果的公式',
  merged: '合并单元格',
  hidden_row: '隐藏的行',
  hidden_column: '隐藏的列',
  date_spelling: '日期写法不一',
  date_serial: '日期存成数字',
  date_ambiguous: '日期有两种读法',
  date_impossible: '没有这一天',
  date_unreadable: '不是日期',
  date_shifted: '日期错位四年',
  date_column_shifted: '整列日期可能错位'
}

const isDamage = (code: TroubleCode): code is DamageCode => Object.hasOwn(damageKinds, code)
const labelOf = (code: TroubleCode): string => (isDamage(code) ? damageLabels[code] : troubleLabels[code])

interface Kind {
  readonly severity: Trouble['severity']
  count: number
  readonly rows: { row: number | null; column: string | null; text: string }[]
}

export class Findings {
  readonly tally: Tally = { rows: 0, fresh: 0, changed: 0, unchanged: 0, doubtful: 0, wrong: 0 }
  readonly marks: Mark[] = []
  private readonly kinds = new Map<TroubleCode, Kind>()
  private readonly doubts: DoubtfulRow[] = []
  private readonly scope: Scope
  private readonly sheet: string
  private readonly reference: ReferenceBook

  constructor(sheet: string, reference: ReferenceBook, scope: Scope) {
    this.scope = scope
    this.sheet = sheet
    this.reference = reference
  }

  note(row: number | null, { code, severity, column, text }: Trouble): void {
    const kind = this.kinds.get(code) ?? { severity, count: 0, rows: [] }
    this.kinds.set(code, kind)
    kind.count += 1
    if (kind.rows.length < SHOWN) kind.rows.push({ row, column: column === null ? null : columnLetters(column), text })
    if (row !== null && this.marks.length < MOST_MARKS) this.marks.push({ sheet: this.sheet, row, column: column ?? 0, text })
  }

  doubt({ number, facts, identity }: ListRow, { key, why, persons, decided }: Extract<Match, { is: 'doubtful' }>): void {
    this.tally.doubtful += 1
    const seen = persons.filter((person) => isInScope(this.scope, person))
    const names =
      seen.map(({ name, birth_date: birth }) => `${name}（${birth}）`).join('、') || (persons.length === 0 ? '' : '不在您负责范围内的人')
    if (this.marks.length < MOST_MARKS)
      this.marks.push({
        sheet: this.sheet,
        row: number,
        column: 0,
        text: `${why}，${names === '' ? '' : `可能就是档案里的 ${names}，`}请在导入时确认。`
      })
    if (this.doubts.length >= SHOWN) return
    const { birthDate, idNo } = identity
    this.doubts.push({
      ...{ key, why, decided, row: number, birthDate, name: facts.get('name') ?? '' },
      idNoMasked: idNo === '' ? null : maskResidentId(idNo),
      candidates: seen.map((person) => this.candidate(person))
    })
  }

  private candidate(person: PersonRecord): DoubtfulRow['candidates'][number] {
    const { id, name, sex, birth_date: birthDate, id_no: idNo, hukou_code: hukou } = person
    return {
      ...{ id, name, sex, birthDate },
      idNoMasked: idNo === null ? null : maskResidentId(idNo),
      hukouName: this.reference.divisionName(hukou)
    }
  }

  report(file: string): ImportReport {
    const rank = { error: 0, warning: 1 } as const
    const problems = [...this.kinds]
      .map(([code, { severity, count, rows }]) => ({ code, severity, label: labelOf(code), count, rows }))
      .sort((a, b) => rank[a.severity] - rank[b.severity] || b.count - a.count)
    return { file, sheet: this.sheet, ...this.tally, problems, doubts: this.doubts }
  }

  /** What stands at the head of the marked copy. */
  summary(): string[] {
    const { rows, fresh, changed, unchanged, doubtful, wrong } = this.tally
    return [
      `共 ${String(rows)} 行：新建 ${String(fresh)}，更新 ${String(changed)}，无变化 ${String(unchanged)}，待确认 ${String(doubtful)}，有错 ${String(wrong)}。`,
      '改好标出的地方后可以再导入一次，只有改过的内容会变。'
    ]
  }
}
