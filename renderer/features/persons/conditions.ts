/** The conditions beyond the everyday ones, each as one word of the address and as one part of the office's question. */
import type { CallInput } from '@shared/contract'
import type { persons } from '@shared/contract/persons'
import { fileStates, indicatorSides, isArrivalIndicator, isDay, movementScopes, sharedStates } from '@shared/domain'

type More = NonNullable<NonNullable<CallInput<typeof persons.search>['filter']>['more']>

interface Part {
  /** Whether a word of the address can mean it. */
  readonly fits: (text: string) => boolean
  readonly ask: (text: string) => More
  /** The word for what is asked; empty for nothing. */
  readonly tell: (more: More) => string
}

type TextKey = { [K in keyof More]-?: NonNullable<More[K]> extends string ? K : never }[keyof More]
type CountKey = { [K in keyof More]-?: NonNullable<More[K]> extends number ? K : never }[keyof More]

/** The contract's own schema refuses what a word cannot mean; `fits` says the same where the word comes in. */
const word = (key: TextKey, fits: Part['fits']): Part => ({
  fits,
  ask: (text) => ({ [key]: text }),
  tell: (more) => more[key] ?? ''
})
const count = (key: CountKey, form: RegExp): Part => ({
  fits: (text) => form.test(text),
  ask: (text) => ({ [key]: Number(text) }),
  tell: (more) => String(more[key] ?? '')
})
const matching =
  (form: RegExp): Part['fits'] =>
  (text) =>
    form.test(text)

const AGE = /^(?:1[0-4]\d|150|[1-9]?\d)$/
const ID = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const CODE = matching(/^[a-z0-9_]{1,32}$/)

const numberParts: Readonly<Record<string, More>> = { yes: { hasNumber: true }, no: { hasNumber: false }, warns: { numberWarns: true } }
const numberPart: Part = {
  fits: (text) => text in numberParts,
  ask: (text) => numberParts[text] ?? {},
  tell: ({ hasNumber, numberWarns }) => (numberWarns === true ? 'warns' : hasNumber === undefined ? '' : hasNumber ? 'yes' : 'no')
}
const glyphPart: Part = {
  fits: (text) => text === 'missing',
  ask: () => ({ missingGlyph: true }),
  tell: ({ missingGlyph }) => (missingGlyph === true ? 'missing' : '')
}

/** `submission.numerator.2026-01-21.2026-02-20` */
export function arrivedOf(text: string): More['arrived'] {
  const [id = '', word = '', from = '', to = '', ...rest] = text.split('.')
  const side = indicatorSides.find((one) => one === word)
  return isArrivalIndicator(id) && side !== undefined && isDay(from) && isDay(to) && rest.length === 0
    ? { figure: id, side, from, to }
    : undefined
}
const arrivedPart: Part = {
  fits: (text) => arrivedOf(text) !== undefined,
  ask: (text) => ({ arrived: arrivedOf(text) }),
  tell: ({ arrived }) => (arrived === undefined ? '' : [arrived.figure, arrived.side, arrived.from, arrived.to].join('.'))
}

const parts = {
  sex: word('sex', matching(/^[0129]$/)),
  /** Full years, as digits. */
  ageFrom: count('ageFrom', AGE),
  ageTo: count('ageTo', AGE),
  bornFrom: word('bornFrom', isDay),
  bornTo: word('bornTo', isDay),
  marital: word('marital', matching(/^\d{2}$/)),
  education: word('education', matching(/^[1-9]0$/)),
  hukouType: word('hukouType', matching(/^\d$/)),
  number: numberPart,
  glyph: glyphPart,
  childUnder: count('childUnder', /^(?:1[0-8]|[1-9])$/),
  reason: word('stayReason', CODE),
  scope: word('stayScope', (text) => movementScopes.some((scope) => scope === text)),
  employer: word('employer', ID),
  dwelling: word('dwelling', ID),
  file: word('file', (text) => fileStates.some((state) => state === text)),
  arrived: arrivedPart,
  shared: word('shared', (text) => sharedStates.some((state) => state === text)),
  statusFrom: word('statusFrom', isDay),
  statusTo: word('statusTo', isDay),
  statusBookedFrom: word('statusRecordedFrom', isDay),
  statusBookedTo: word('statusRecordedTo', isDay),
  statusReason: word('statusReason', CODE),
  madeFrom: word('recordedFrom', isDay),
  madeTo: word('recordedTo', isDay),
  madeBy: word('recordedBy', (text) => text.trim() !== '' && text.length <= 100),
  untouched: word('untouchedSince', isDay)
} as const satisfies Record<string, Part>

export type ConditionName = keyof typeof parts
/** Each as its word; empty where nothing is asked. */
export type Conditions = Readonly<Record<ConditionName, string>>

export const conditionNames = Object.keys(parts).filter((name): name is ConditionName => name in parts)

const each = (wordOf: (name: ConditionName) => string): Conditions => {
  const words: Partial<Record<ConditionName, string>> = {}
  for (const name of conditionNames) words[name] = wordOf(name)
  return { ...noConditions, ...words }
}

const empty: Partial<Record<ConditionName, string>> = {}
for (const name of conditionNames) empty[name] = ''
export const noConditions = empty as Conditions // Every name was given a word above.

/** @param wordOf what stands in the address under a name; what it cannot mean is left out */
export const readConditions = (wordOf: (name: ConditionName) => string): Conditions =>
  each((name) => (parts[name].fits(wordOf(name)) ? wordOf(name) : ''))

/** @returns the conditions as the office takes them; undefined when there are none */
export function moreOf(conditions: Conditions): More | undefined {
  const asked = conditionNames.filter((name) => conditions[name] !== '')
  return asked.length === 0 ? undefined : asked.reduce<More>((more, name) => ({ ...more, ...parts[name].ask(conditions[name]) }), {})
}

/** The way back: what was asked of the office as words. */
export const conditionsOf = (more: More | undefined): Conditions => each((name) => (more === undefined ? '' : parts[name].tell(more)))
