/** The door of lists given out as they stand on screen: the office writes the file and the line of the log, and leaves out who may only be kept. */
import { join } from 'node:path'
import type { Contract } from '@shared/contract'
import { formatCount } from '@shared/format'
import type { Ask, Handlers } from '../../rpc'
import { restrictedNames } from '../persons'
import { writeCsv, writeWorkbook } from '../../workbook'

type ListHandlers = Handlers<'lists'>

/** In place of the name of somebody who asked that her data only be kept. */
const RESTRICTED = '（限制处理）'

const give: ListHandlers['export'] = async (ctx, { name, columns, rows, format }) => {
  const isSheet = format === 'xlsx'
  const path = join(ctx.places.spool, `${ctx.newId()}.${isSheet ? 'xlsx' : 'csv'}`)
  const cells = columns.map((_, at) => at)
  const kept = restrictedNames(ctx.db)
  const told = (cell: string): string => (kept.has(cell) ? RESTRICTED : cell)
  const sheet = {
    name,
    columns: columns.map(({ title, width }) => ({ title, width, text: true })),
    // A row is as wide as the head: what is missing is empty, what is beyond is no column.
    rows: rows.map((row) => cells.map((at) => told(row[at] ?? '')))
  }
  const written = isSheet
    ? await writeWorkbook(path, { sheets: [sheet] }, { signal: ctx.signal })
    : await writeCsv(path, sheet, { signal: ctx.signal, encoding: format === 'csv' ? 'utf-8' : 'gb18030' })
  ctx.commit({ detail: { list: name, rows: written, format, columns: columns.map(({ title }) => title) } }, () => undefined)
  return { file: ctx.files.give(path, `${name}-${ctx.today}.${isSheet ? 'xlsx' : 'csv'}`), rows: written }
}

/** A long list is as many persons as a table of the register. */
export const listExportQuestion: Ask<Contract['lists']['export']> = ({ reference, today }, { name, rows, columns, format }) => {
  if (rows.length <= reference.twoPersonsOn(today).listRows) return null
  const titles = columns.map(({ title }) => title).join('、')
  return { sentence: `导出列表“${name}”${formatCount(rows.length)} 行（${format}）；栏目：${titles}。` }
}

export const listHandlers: ListHandlers = { export: give }
