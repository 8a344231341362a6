/** Pure decisions about accounts: which passphrase is long enough, who may lose which role. */
import type { Role } from '@shared/contract'
import { AppError } from '@shared/errors'

const MIN_CHARACTERS = 12
const MIN_WORDS = 5

/** Strings that every guesser tries first; compared without case, digits and punctuation at the ends. */
const OBVIOUS = /^(?:password|passphrase|qwertyuiop|asdfghjkl|admin|administrator|yipanqi|iloveyou|woaini|welcome)*$/

/** Runs such as 123456789012 or cbaabcdef: four steps in five go to the same or the next character, 9 and 0 being neighbours. */
const isRun = (characters: readonly string[]): boolean => {
  const points = characters.map((character) => character.codePointAt(0) ?? 0)
  const steps = points.slice(1).map((point, at) => Math.abs(point - (points[at] ?? 0)))
  return steps.filter((step) => step <= 1 || step === 9).length >= steps.length * 0.8
}

/**
 * At least twelve characters or five words, and not one that guessers try first (exchange-format.md §4.5).
 * @param field member of the input under which the screen shows the reason @throws AppError `office.weak_passphrase`
 */
export function assertPassphrase(
  passphrase: string,
  owner: { readonly name: string; readonly displayName: string },
  field = 'passphrase'
): void {
  const text = passphrase.normalize('NFC').trim()
  const characters = Array.from(text)
  const words = text.split(/[\s·,，、]+/).filter(Boolean)
  const refuse = (reason: string): never => {
    throw new AppError('office.weak_passphrase', { reason }, { fields: { [field]: reason } })
  }
  if (characters.length < MIN_CHARACTERS && words.length < MIN_WORDS)
    refuse(`少于 ${String(MIN_CHARACTERS)} 个字符，也不足 ${String(MIN_WORDS)} 个词`)
  if (new Set(characters).size < 5) refuse('重复的字符太多')
  if (isRun(characters)) refuse('是连续的字符')
  const core = text.toLowerCase().replace(/[^\p{L}]/gu, '')
  if (/^[a-z]*$/.test(core) && core !== '' && OBVIOUS.test(core)) refuse('是常见口令')
  const half = characters.length / 2
  if (Number.isInteger(half) && characters.slice(0, half).join('') === characters.slice(half).join('') && half < MIN_CHARACTERS)
    refuse('是同一段重复两遍')
  for (const part of [owner.name, owner.displayName])
    if (Array.from(part).length >= 2 && text.includes(part) && characters.length - Array.from(part).length < 8)
      refuse('主要由姓名或用户名组成')
}

/** @throws AppError `accounts.last_administrator` when nobody could manage accounts afterwards */
export function assertAdministratorLeft(others: readonly { readonly roles: readonly Role[]; readonly active: boolean }[]): void {
  if (!others.some((other) => other.active && other.roles.includes('administrator'))) throw new AppError('accounts.last_administrator')
}
