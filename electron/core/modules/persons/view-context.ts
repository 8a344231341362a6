/** Who looks, at which moment: what every view of a file depends on. */
import type { Day, ReferenceBook } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { Moment } from './loaded-file'
import type { Scope } from './scope'

export interface ViewContext {
  readonly db: ReadDb
  readonly reference: ReferenceBook
  readonly today: Day
  /** The view stands at this moment; null is now. */
  readonly moment: Moment
  /** Of the account that looks: of files outside it no more is told than that they are linked. */
  readonly scope: Scope
}

export const placeName = (code: string | null, reference: ReferenceBook): string | null =>
  code === null ? null : reference.divisionName(code)
