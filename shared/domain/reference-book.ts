// Why: modules, screens and tests ask the dated reference data the same questions, whoever holds it in memory.
import type { AgreementTerms } from './agreement'
import type { NumberAsked, NumberRule } from './certificate-number'
import type { CharacterBook } from './character-query'
import type { CodeLists } from './code-list'
import type { Day } from './calendar-day'
import type { DivisionLevel } from './division-code'
import type { Conversion, DivisionChange } from './division-conversion'
import type { KeptRecord, RetentionRule } from './retention'
import type { RulePack } from './rule-pack'
import type { KeyLife } from './key-life'
import type { TwoPersonRules } from './two-persons'
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

/** The name under which a place was found that is called otherwise today. */
export interface FormerName {
  readonly code: string
  readonly name: string
  /** First day, month or year without it. */
  readonly until: string
}

/** A place that fits what was typed. */
export interface FoundDivision extends DivisionEntry {
  readonly foundBy: FormerName | null
  /** For an abolished name: the places that hold its area today. */
  readonly now: readonly { readonly code: string; readonly fullName: string }[]
}

export interface DivisionQuery {
  readonly text: string
  /** Only below this code; villages are looked through where it is a county or a township. */
  readonly within: string | null
  readonly levels: readonly DivisionLevel[]
  readonly limit: number
  /** The county in hand: its villages are looked through as well, and what lies nearer comes first among equals. */
  readonly near?: string | null
  /** The day whose places count as today's. */
  readonly on: Day
}

/** One change on the way of a code. */
export interface SuccessionEntry {
  readonly code: string
  readonly fullName: string
  readonly until: string
  readonly to: readonly { readonly code: string; readonly fullName: string }[]
}

/** Everything dated that the program ships or an office imported. */
export interface ReferenceBook {
  /** Tells one edition of the table of divisions from another: what was derived from one may differ under the next. */
  readonly divisionsEdition: string
  /** 6, 9 or 12 digits, current or abolished. */
  division(code: string): DivisionEntry | undefined
  /** Full name, or the code itself when it is unknown. */
  divisionName(code: string): string
  /** By code, name, pinyin, initials, path, or an old name or code, which finds today's place; current ones first. */
  searchDivisions(query: DivisionQuery): FoundDivision[]
  /** Current children; null asks for the provinces. */
  childDivisions(parent: string | null): DivisionEntry[]
  /**
   * The codes under which a place stood on a day, before or after; the code itself when it was in force, is unknown or leads nowhere. Digits of
   * township and village are kept behind a county with one answer.
   * @param asOf the day the code was written down, for codes that were given out twice
   */
  codeOn(code: string, day: Day, asOf?: Day | null): string[]
  /** What became of a code until the day, change by change; empty when nothing did. */
  succession(code: string, day: Day, asOf?: Day | null): SuccessionEntry[]
  /** Every abolished code of the tables and what holds its area on the day. */
  conversionPlan(day: Day): DivisionChange[]
  /** What one stored code becomes on the day; see `convertCode`. */
  convert(code: string, day: Day, text?: string, asOf?: Day | null): Conversion
  readonly codeLists: CodeLists['lists']
  /** Label of a code in the list's newest edition, or the code itself. */
  label(list: string, code: string): string
  readonly rulePacks: readonly RulePack[]
  rulePack(id: string): RulePack | undefined
  rulePackOn(day: Day): RulePack
  readonly calendar: WorkCalendar
  /** How two-person approval works on the day. */
  twoPersonsOn(day: Day): TwoPersonRules
  /** How long keys should be used and partners may be silent, on the day. */
  keyLifeOn(day: Day): KeyLife
  /** How long such records are kept in an office of this division; undefined: for good. */
  retentionOn(record: KeptRecord, day: Day, code: string): RetentionRule | undefined
  /** Template clauses of agreements between offices and when their end is told. */
  agreementTermsOn(day: Day): AgreementTerms
  /** How certificates of such a form are numbered; undefined where no rule is known. */
  certificateNumberOn(asked: NumberAsked, day: Day): NumberRule | undefined
  readonly characters: CharacterBook
}

/** Counties that hold the place of a code on the day; more than one where it was divided. */
export const countiesOn = (reference: Pick<ReferenceBook, 'codeOn'>, code: string, day: Day): string[] => [
  ...new Set(reference.codeOn(code.slice(0, 6), day).map((now) => now.slice(0, 6)))
]
