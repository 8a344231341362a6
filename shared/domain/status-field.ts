// Why: what became of a file is told in tables that leave the office and never taken in from one, so these columns stand apart from those a table is read by.
import { personFieldLabels } from './person-words'

/** A column that only goes out, and the characters of its width. */
export interface StatusField {
  readonly key: string
  readonly label: string
  readonly width: number
}

const labelled = (key: string, width: number, label = personFieldLabels[key] ?? key): StatusField => ({ key, label, width })

/** 档案状态, the day it began and the day it was recorded, the reason by the list and in the clerk's words. */
export const statusFields: readonly StatusField[] = [
  labelled('status', 10),
  labelled('statusOn', 12),
  labelled('statusRecordedOn', 14, '状态登记日期'),
  labelled('statusReason', 14),
  labelled('statusNote', 24)
]
