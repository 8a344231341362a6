/** Whose slip it is, as lists say it. */
import type { SlipRow } from '@shared/contract/slips'

/** A table is about nobody; any other slip without a name was taken back by its author. */
export const subjectWords = ({ subjectName, kind }: Pick<SlipRow, 'subjectName' | 'kind'>): string =>
  subjectName ?? (kind === 'TJ' ? '（统计表）' : '（内容已撤回）')
