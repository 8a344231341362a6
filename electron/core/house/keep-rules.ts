/** The dated rule of how many copies are kept, from the program's own data. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { KeepRule } from '../modules/backup'

const rules = z.strictObject({
  note: z.string(),
  rules: z
    .array(z.strictObject({ valid_from: z.iso.date(), daily: z.int().min(1), weekly: z.int().min(0), monthly: z.int().min(0) }))
    .min(1)
})

/** @param path `resources/codes/backup-keep.json` */
export const loadKeepRules = (path: string): readonly KeepRule[] => rules.parse(JSON.parse(readFileSync(path, 'utf8'))).rules
