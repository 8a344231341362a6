/** The door of the formatting room: how numbers, dates and spans read on screen and on paper. */
export { formatBytes, formatCount } from './numbers'
export { formatDaysLeft, formatInstant, formatPartialDate, lunarHint } from './dates'
export {
  comparePartialDates,
  isPartialDate,
  parseTypedDate,
  precisionOf,
  type DatePrecision,
  type PartialDate
} from '../domain/partial-date'
export { isDay, type Day } from '../domain/calendar-day'
export { fitText, LINE_HEIGHT, type TextBox } from './fit-text'
export { formatFraction } from './fraction'
export { formatFormValue } from './form-values'
