/** Empty lists of a layout: columns in text format, choices to pick from, and a sheet that says how they are filled in. */
import { join } from 'node:path'
import { offeredCodes, type Day, type ReferenceBook } from '@shared/domain'
import type { JobContext } from '../../rpc'
import { writeWorkbook, type WriteColumn } from '../../workbook'
import { fieldOf, type Field } from './fields'
import { titleOf, type WorkbookLayout } from './layouts'

const HOW: Readonly<Record<Field['kind']['as'], string>> = {
  own: '由系统填写，新的人留空；请不要改动。',
  name: '按证件填写；少数民族姓名中间用“·”。',
  identity: '18 位或 15 位，整列已是文本格式，直接输入即可，不要加空格。',
  date: '写成 2026-03-05；不知道月日可只写 2026-03 或 2026。',
  division: '6、9 或 12 位区划代码，或从省写起的全名。',
  phone: '手机号，或带区号的电话。',
  text: '',
  count: '0 到 99 的整数。',
  list: '从下拉选项里选。'
}

export function choicesOf({ kind }: Field, reference: ReferenceBook, today: Day): string[] {
  if (kind.as !== 'list') return []
  return kind.lists.flatMap((name) => {
    const list = reference.codeLists[name]
    return list === undefined ? [] : offeredCodes(list, today).map(({ label }) => label)
  })
}

/** @returns columns of a written list: all in text format, so that Excel keeps every digit */
export function writeColumn(field: Field, title: string, reference: ReferenceBook, today: Day): WriteColumn {
  const choices = choicesOf(field, reference, today)
  return { title, width: field.width, text: true, ...(choices.length > 0 ? { list: choices } : {}) }
}

function notesOf(layout: WorkbookLayout): string[] {
  const lines = layout.columns.flatMap((column) => {
    const how = HOW[fieldOf(column.key)?.kind.as ?? 'text']
    return how === '' ? [] : [`${titleOf(column)}：${how}`]
  })
  return [
    `${layout.name} 填写说明`,
    '一行一个人。第一行是标题，请不要改动；不需要的列可以删去。',
    '新的人至少要有：姓名、户籍地区划，以及出生日期或公民身份号码。',
    '写了流动情况的，要有开始日期和现居住地区划。',
    '空着的格子不会改动登记库里已有的内容。',
    '只填办理业务需要的内容；证件号没有的，写明原因即可。',
    ...lines
  ]
}

export async function writeTemplate(ctx: JobContext, layout: WorkbookLayout): Promise<{ ticket: string; name: string; size: number }> {
  const { reference, today } = ctx
  const columns = layout.columns.flatMap((column) => {
    const field = fieldOf(column.key)
    return field === undefined ? [] : [writeColumn(field, titleOf(column), reference, today)]
  })
  const path = join(ctx.places.spool, `${ctx.newId()}.xlsx`)
  await writeWorkbook(path, { sheets: [{ name: layout.name, columns, rows: [] }], noteSheet: notesOf(layout) }, { signal: ctx.signal })
  return ctx.files.give(path, `${layout.name}.xlsx`)
}
