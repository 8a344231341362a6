// Why: every kind of damage has one name, one severity and one Chinese sentence, wherever it is counted, shown or written into a comment.

/** `error`: the value cannot be used as it stands. `warning`: it can, after the repair offered or as it is. */
export type Severity = 'error' | 'warning'

interface Kind {
  readonly severity: Severity
  /** For the clerk; `{value}` and `{offered}` are filled in. */
  readonly text: string
}

export const damageKinds = {
  id_digits_lost: {
    severity: 'error',
    text: '号码按数字存放，第 16 位以后已丢失（变成 0），无法还原。请按证件重新填写，并先把这一列设为“文本”格式。'
  },
  id_digits_suspect: { severity: 'warning', text: '号码以 000 结尾，而同列其他号码的末几位已经丢失，请按证件核对。' },
  scientific: {
    severity: 'error',
    text: '号码变成了科学计数法“{value}”，后面的数字已丢失。请按证件重新填写，并先把这一列设为“文本”格式。'
  },
  number_typed: { severity: 'warning', text: '号码按数字存放，已按“{offered}”读取；请把这一列设为“文本”格式。' },
  decimal_tail: { severity: 'warning', text: '编码带了小数点“{value}”，已按“{offered}”读取。' },
  leading_zero: { severity: 'warning', text: '“{value}”比应有的少一位，可能丢了开头的 0，建议改为“{offered}”。' },
  full_width: { severity: 'warning', text: '“{value}”里有全角数字或字母，已按“{offered}”读取。' },
  stray_space: { severity: 'warning', text: '内容带有多余的空格、换行或看不见的字符，已按“{offered}”读取。' },
  apostrophe: { severity: 'warning', text: '开头有多余的单引号，已按“{offered}”读取。' },
  number_as_text: { severity: 'warning', text: '数字按文本存放，已按“{offered}”读取。' },
  number_unreadable: { severity: 'error', text: '“{value}”不是数字。' },
  undecodable: { severity: 'error', text: '有无法识别的字符（�），文件在保存或复制时损坏，请重新填写这一格。' },
  error_value: { severity: 'error', text: '这一格是错误值 {value}，没有内容可用。' },
  formula: { severity: 'warning', text: '这一格是公式，读取的是上次保存时算出的“{value}”。' },
  formula_empty: { severity: 'error', text: '这一格是公式，但文件里没有算出的结果。请用 Excel 或 WPS 打开并保存一次。' },
  merged: { severity: 'warning', text: '这一格被合并单元格盖住；合并区显示“{offered}”，请核对是否也属于这一行。' },
  hidden_row: { severity: 'warning', text: '这是隐藏的行，打开表格时看不见，请确认是否要导入。' },
  hidden_column: { severity: 'warning', text: '这是隐藏的列，打开表格时看不见，请确认内容是否有用。' },
  date_spelling: { severity: 'warning', text: '日期“{value}”的写法不统一，已按 {offered} 读取。' },
  date_serial: { severity: 'warning', text: '日期存成了数字 {value}，已按 {offered} 读取。' },
  date_ambiguous: { severity: 'error', text: '日期“{value}”可以读成两个日子，请改成“2026-03-05”的样子。' },
  date_impossible: { severity: 'error', text: '没有“{value}”这一天，请按证件或登记表重新填写。' },
  date_unreadable: { severity: 'error', text: '“{value}”不是日期，请改成“2026-03-05”的样子；不知道月日可只填年。' },
  date_shifted: { severity: 'error', text: '日期 {value} 差了四年零一天（1904 日期系统错位），应为 {offered}。' },
  date_column_shifted: {
    severity: 'warning',
    text: '这一列里有 {value} 个日期差了四年零一天（1904 日期系统错位），整列都可能错位，请核对。'
  }
} as const satisfies Readonly<Record<string, Kind>>

export type DamageCode = keyof typeof damageKinds

/** One damage found. */
export interface Finding {
  /** 1-based; null for a whole column. */
  readonly row: number | null
  /** 0-based; null for a whole row. */
  readonly column: number | null
  readonly code: DamageCode
  readonly severity: Severity
  /** What stands there. */
  readonly value: string
  /** What it should be, where that is certain enough to offer. */
  readonly offered?: string
}

/** The sentence for the clerk, as on screen and in a cell comment. */
export const describeFinding = ({ code, value, offered }: Pick<Finding, 'code' | 'value' | 'offered'>): string =>
  damageKinds[code].text.replace('{value}', () => value).replace('{offered}', () => offered ?? '')
