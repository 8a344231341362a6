// Why: how a certificate's number is put together differs by region, period and form, and the same place must give it out and read it. Source: domain.md §4.1.
import { z } from 'zod'
import type { Day } from './calendar-day'
import { isInForce, validityShape } from './validity'

const TOKEN = /\{(division):(6|9|12)\}|\{(year):(2|4)\}|\{(serial):([3-8])\}/g
/** What may stand between the members; neither braces nor the sign that stands for a digit of the serial. */
const LITERAL = /^[0-9A-Z\u4e00-\u9fff〔〕()（）/-]*$/

/** @returns whether the pattern has one serial, at most one division and year, and nothing else but plain signs between them */
export function isNumberPattern(pattern: string): boolean {
  const kinds = [...pattern.matchAll(TOKEN)].map(([, division, , year, , serial]) => division ?? year ?? serial)
  return kinds.includes('serial') && new Set(kinds).size === kinds.length && LITERAL.test(pattern.replace(TOKEN, ''))
}

const ruleSchema = z.strictObject({
  ...validityShape,
  /** First digits of the issuer's division codes it holds for; empty for the whole country. */
  region: z.string().regex(/^[0-9]{0,6}$/),
  /** Ids of rule packs and forms; empty for all. */
  rulePacks: z.array(z.string()),
  forms: z.array(z.string()),
  /** `{division:9}{year:2}{serial:5}D` */
  pattern: z.string().max(60).refine(isNumberPattern),
  /** From how many numbers left in a block on this is said. */
  warnBelow: z.int().min(1),
  source: z.string().min(1).max(200)
})
export type NumberRule = z.infer<typeof ruleSchema>

/** resources/codes/certificate-numbers.json */
export const numberRulesSchema = z.strictObject({ format: z.literal('certificate-numbers/1'), rules: z.array(ruleSchema).min(1) })

export interface NumberAsked {
  readonly form: string
  readonly rulePack: string
  /** Division code of the issuer. */
  readonly division: string
}

/** @returns the rule in force on the day: the one for the form before the one for all, then the nearer region; undefined when there is none */
export function numberRule(rules: readonly NumberRule[], { form, rulePack, division }: NumberAsked, day: Day): NumberRule | undefined {
  const fits = (list: readonly string[], one: string): boolean => list.length === 0 || list.includes(one)
  const fitting = rules.filter(
    (rule) => isInForce(rule, day) && division.startsWith(rule.region) && fits(rule.forms, form) && fits(rule.rulePacks, rulePack)
  )
  const nearness = ({ forms, region, rulePacks }: NumberRule): number =>
    (forms.length > 0 ? 100 : 0) + region.length * 10 + (rulePacks.length > 0 ? 1 : 0)
  return fitting.sort((a, b) => nearness(b) - nearness(a))[0]
}

/** Stands in a series for each digit of the serial. */
const BLANK = '#'

/**
 * Everything of a number but its serial, e.g. `450102001` `26` `#####` `D`: numbers of one series are told apart by their serial alone, whoever gives
 * them out. A code shorter than the pattern wants is filled with zeros.
 */
export const seriesOf = (pattern: string, { division, year }: { readonly division: string; readonly year: number }): string =>
  pattern.replace(
    TOKEN,
    (_token, isDivision?: string, digits?: string, isYear?: string, long?: string, _serial?: string, width?: string) => {
      if (isDivision !== undefined) return division.padEnd(12, '0').slice(0, Number(digits))
      if (isYear !== undefined) return String(year).padStart(4, '0').slice(-Number(long))
      return BLANK.repeat(Number(width))
    }
  )

const widthOf = (series: string): number => series.lastIndexOf(BLANK) - series.indexOf(BLANK) + 1

/** @returns the highest serial that the series can hold */
export const highestSerial = (series: string): number => 10 ** widthOf(series) - 1

/** @throws RangeError for a serial the series cannot hold */
export function numberIn(series: string, serial: number): string {
  if (!Number.isInteger(serial) || serial < 1 || serial > highestSerial(series))
    throw new RangeError(`${series} holds no ${String(serial)}`)
  return series.replace(BLANK.repeat(widthOf(series)), String(serial).padStart(widthOf(series), '0'))
}
