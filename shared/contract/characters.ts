/** Rare characters of names: found by code point, parts, strokes or reading, whatever the input method lacks. Holds no personal data. */
import { z } from 'zod'
import { query } from './define'

export const Character = z.strictObject({
  char: z.string(),
  /** U+20BB7 */
  codePoint: z.string(),
  /** Pinyin with tone marks, the usual one first. */
  readings: z.array(z.string()),
  strokes: z.int().nullable(),
  /** The shipped font that draws it; null: 缺字. */
  drawnBy: z.string().nullable()
})
export type Character = z.infer<typeof Character>

export const characters = {
  search: query({
    input: z.strictObject({
      /** `U+20BB7`, `吉口`, `钅8`, `12画`, `zhe`, or several of them. */
      text: z.string().max(100),
      limit: z.int().min(1).max(200).default(60)
    }),
    output: z.strictObject({
      /** Best first. */
      rows: z.array(Character),
      /** How many fit in all. */
      total: z.int()
    }),
    needs: 'signed-in'
  })
} as const
