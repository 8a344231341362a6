/** What a list on screen shows, as a file: the very texts of its cells, numbers masked as they are there. */
import { z } from 'zod'
import { job } from './define'
import { FileTicket, text } from './values'

/** Rows of one file; more are narrowed first, or given out as persons (`workbooks.export`). */
export const MOST_LISTED = 5000

export const lists = {
  export: job({
    input: z.strictObject({
      /** The list by its name on screen; also the name of the file. */
      name: z
        .string()
        .trim()
        .regex(/^[\p{Script=Han}0-9（）、]{1,20}$/u),
      columns: z
        .array(z.strictObject({ title: text(30), width: z.int().min(1).max(100) }))
        .min(1)
        .max(40),
      rows: z.array(z.array(z.string().max(1000)).max(40)).max(MOST_LISTED),
      format: z.enum(['xlsx', 'csv', 'csv-gb18030']).default('xlsx')
    }),
    output: z.strictObject({ file: FileTicket, rows: z.int() }),
    needs: 'signed-in',
    audit: 'list.exported',
    approval: { permission: 'approve.export', title: '大批导出' },
    steps: { write: '生成表格' },
    fails: ['workbook.cannot_encode']
  })
} as const
