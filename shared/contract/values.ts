/** Shapes that several modules share: ids, days, pages, tickets. */
import { z } from 'zod'

/** UUIDv7 as 36 characters. */
export const Id = z.uuid()
/** Calendar day YYYY-MM-DD. */
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '请按 2026-03-05 的样子填写')
/** Day, month or year: YYYY, YYYY-MM or YYYY-MM-DD. */
export const PartialDay = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, '请按 2026-03-05 的样子填写，不知道月日可只填年')
/** UTC instant, ISO text. */
export const Instant = z.string().min(20).max(30)
/** 6, 9 or 12 digits of GB/T 2260 + township + village. */
export const DivisionCode = z.string().regex(/^[1-9]\d{5}(\d{3}(\d{3})?)?$/, '区划代码为 6、9 或 12 位数字')
/** County code and ordinal of the office (exchange-format.md §2.4). */
export const OfficeCode = z.string().regex(/^[1-9]\d{5}-\d{2}$/, '单位代码为六位区划加两位序号，例如 610802-00')
/** 32 hex characters (exchange-format.md §4.1). */
export const OfficeId = z.string().regex(/^[0-9a-f]{32}$/)
/** Stands for a file or folder that the carrier handed to the office, or that the office made. */
export const FileTicket = z.strictObject({
  ticket: z.string().min(8).max(64),
  name: z.string().max(255),
  size: z.number().int().nonnegative()
})
/** Opaque keyset position; null at the ends. */
export const Cursor = z.string().max(2000)

export const page = <T extends z.ZodType>(row: T) => z.strictObject({ rows: z.array(row), next: Cursor.nullable() })

/** Rows a page may hold. */
export const PageLimit = z.int().min(1).max(200).default(100)
/** Free text of people: one to `max` characters after trimming. */
export const text = (max: number) => z.string().trim().min(1, '必填').max(max, `最多 ${max} 个字`)
export const optionalText = (max: number) => z.string().trim().max(max, `最多 ${max} 个字`).nullable().default(null)
