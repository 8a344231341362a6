// Why: every field carries how private it is, and slips, masks and logs all ask the same scale. Source: domain.md §3.7.
import { z } from 'zod'

/** L0 public, L1 internal, L2 personal, L3 sensitive (PIPL art. 28), L4 sealed (named roles and a typed reason only). */
export const sensitivityLevels = ['L0', 'L1', 'L2', 'L3', 'L4'] as const
export const sensitivitySchema = z.enum(sensitivityLevels)
export type Sensitivity = z.infer<typeof sensitivitySchema>

export const sensitivityLabels = { L0: '公开', L1: '内部', L2: '个人信息', L3: '敏感', L4: '密封' } as const satisfies Record<
  Sensitivity,
  string
>

/** The names sort as their ranks do. */
export const exceedsLevel = (level: Sensitivity, ceiling: Sensitivity): boolean => level > ceiling

/** @returns the most private of the levels, L0 for none */
export function highestLevel(levels: Iterable<Sensitivity>): Sensitivity {
  let highest: Sensitivity = 'L0'
  for (const level of levels) if (exceedsLevel(level, highest)) highest = level
  return highest
}

/** Each view of such a field writes an audit line. Source: PV-4. */
export const isViewLogged = (level: Sensitivity): boolean => exceedsLevel(level, 'L2')
