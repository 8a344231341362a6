// Why: modules, screens and tests ask the dated reference data the same questions, whoever holds it in memory.
import type { CodeLists } from './code-list'
import type { Day } from './calendar-day'
import type { DivisionLevel } from './division-code'
import type { RulePack } from './rule-pack'
import type { WorkCalendar } from './working-days'

/** One administrative division with the span in which its code stood; dates may be years or months, null is open or unknown. */
export interface DivisionEntry {
  readonly code: string
  readonly name: string
  /** From province down, as printed on papers. */
  readonly fullName: string
  readonly level: DivisionLevel
  readonly parent: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly successors: readonly string[]
  readonly statisticalOnly: boolean
}

export interface DivisionQuery {
  readonly text: string
  readonly within: string | null
  readonly levels: readonly DivisionLevel[]
  readonly limit: number
}

/** Everything dated that the program ships or an office imported. */
export interface ReferenceBook {
  /** 6, 9 or 12 digits, current or abolished. */
  division(code: string): DivisionEntry | undefined
  /** Full name, or the code itself when it is unknown. */
  divisionName(code: string): string
  /** By code, name, pinyin, initials or an old name; current ones first. */
  searchDivisions(query: DivisionQuery): DivisionEntry[]
  /** Current children; null asks for the provinces. */
  childDivisions(parent: string | null): DivisionEntry[]
  readonly codeLists: CodeLists['lists']
  /** Label of a code in the list's newest edition, or the code itself. */
  label(list: string, code: string): string
  readonly rulePacks: readonly RulePack[]
  rulePack(id: string): RulePack | undefined
  rulePackOn(day: Day): RulePack
  readonly calendar: WorkCalendar
}
