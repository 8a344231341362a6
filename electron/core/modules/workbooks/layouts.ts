/** The lists that are shipped as ready mappings, as dated data from resources/workbooks. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { moveKinds } from '@shared/domain'
import { AppError } from '@shared/errors'
import { z } from 'zod'
import { fieldOf } from './fields'

const layoutsSchema = z.strictObject({
  format: z.literal('workbook-layouts/1'),
  layouts: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{1,40}$/),
        name: z.string().min(1).max(60),
        /** Year, month or day from which, and until which, the list was asked for. */
        validFrom: z.string().nullable(),
        validTo: z.string().nullable(),
        source: z.string().min(1).max(200),
        kind: z.enum(moveKinds).nullable(),
        columns: z
          .array(
            z.strictObject({
              key: z.string().refine((key) => fieldOf(key) !== undefined),
              /** Null takes the field's own name. */
              title: z.string().min(1).max(60).nullable()
            })
          )
          .min(1)
      })
    )
    .min(1)
})

export type WorkbookLayouts = z.infer<typeof layoutsSchema>['layouts']
export type WorkbookLayout = WorkbookLayouts[number]

/** @param folder resources/workbooks @throws AppError `internal.unexpected` when the shipped file is not what it should be */
export function loadLayouts(folder: string): WorkbookLayouts {
  const found = layoutsSchema.safeParse(JSON.parse(readFileSync(join(folder, 'layouts.json'), 'utf8')))
  if (!found.success) throw new AppError('internal.unexpected', {}, { cause: found.error })
  return found.data.layouts
}

export const titleOf = ({ key, title }: WorkbookLayout['columns'][number]): string => title ?? fieldOf(key)?.label ?? key
