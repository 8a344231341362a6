/** Failures of reading and writing workbooks: what kind of file it was and how the clerk makes it readable. */
import { entries } from './define'

export const workbookErrors = entries({
  'workbook.old_format': {
    category: 'incompatible',
    what: '这是旧格式的表格文件（{format}），本程序不直接读取。',
    kept: '没有导入任何内容，原文件未改动。',
    todo: '请用 Excel 或 WPS 打开它，选“另存为”，类型选“Excel 工作簿（*.xlsx）”，再选择新文件。'
  },
  'workbook.encrypted': {
    category: 'incompatible',
    what: '这个表格设有打开密码，无法读取。',
    kept: '没有导入任何内容，原文件未改动。',
    todo: '请用 Excel 或 WPS 输入密码打开，“另存为”一份不设密码的 .xlsx 再选择；用完请删除这份副本。'
  },
  'workbook.not_a_workbook': {
    category: 'invalid',
    what: '这个文件不是 Excel 表格或 CSV 文本（看起来是{found}）。',
    kept: '没有导入任何内容，原文件未改动。',
    todo: '请选择 .xlsx 或 .csv 文件；若能用 Excel 或 WPS 打开，请先“另存为”.xlsx。'
  },
  'workbook.damaged': {
    category: 'invalid',
    what: '表格文件已损坏或没有复制完整（{part}）。',
    kept: '没有导入任何内容，原文件未改动。',
    todo: '请重新复制文件；仍不行时用 Excel 或 WPS 打开修复，再“另存为”.xlsx。'
  },
  'workbook.hostile': {
    category: 'untrusted',
    what: '表格文件里有不该出现的内容（{part}），为安全起见没有打开。',
    kept: '没有导入任何内容，原文件未改动。',
    todo: '请向文件来源核实；可在 Excel 或 WPS 里新建空表，只把数据按“值”粘贴过去后另存为 .xlsx。'
  },
  'workbook.too_large': {
    category: 'invalid',
    what: '表格文件太大（超过 {limit}）。',
    kept: '没有导入任何内容，原文件未改动。',
    todo: '请删去图片和不用的工作表，或按乡镇拆成几个文件后再导入。'
  },
  'workbook.too_many_rows': {
    category: 'invalid',
    what: '工作表“{sheet}”超过 {limit} 行。',
    kept: '没有完成，原有文件和档案未改动。',
    todo: '请按乡镇或年份拆成几个文件。'
  },
  'workbook.too_many_columns': {
    category: 'invalid',
    what: '工作表“{sheet}”第 {row} 行在第 {limit} 列以后还有内容。',
    kept: '没有导入任何内容，原文件未改动。',
    todo: '请把不用的列删去后重新导入。'
  },
  'workbook.sheet_unknown': {
    category: 'missing',
    what: '表格里没有工作表“{sheet}”。',
    kept: '没有任何改动。',
    todo: '请重新选择工作表。'
  },
  'workbook.quote_open': {
    category: 'invalid',
    what: 'CSV 文件第 {row} 行有一个没有结束的双引号。',
    kept: '没有导入任何内容，原文件未改动。',
    todo: '请用 Excel 或 WPS 打开该文件核对这一行，另存为 .xlsx 后再导入。'
  },
  'workbook.cell_too_long': {
    category: 'invalid',
    what: '第 {row} 行第 {column} 列的内容超过 {limit} 个字，表格的一格放不下。',
    kept: '文件没有写出。',
    todo: '请缩短这一项，或改用其他格式导出。'
  },
  'workbook.cannot_encode': {
    category: 'invalid',
    what: '第 {row} 行第 {column} 列有 {encoding} 里没有的字（{character}）。',
    kept: '文件没有写出。',
    todo: '请改用 UTF-8 编码或 .xlsx 导出，字才不会变成问号。'
  }
})
