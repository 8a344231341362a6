/** A passphrase is typed blind, so it is typed twice; how strong it must be is the office's own decision. */

export const PASSPHRASE_HINT = '12 个以上字符，或五个以上互不相干的词'

/** @returns messages by field; empty when both are alike. `field` is the name under which the office refuses it. */
export function checkTwice(field: string, passphrase: string, again: string): Readonly<Record<string, string>> {
  if (passphrase === '') return { [field]: '请设定口令' }
  return passphrase === again ? {} : { again: '两次输入的口令不一样，请重输' }
}

/** A refusal about strength belongs to the field, beside the panel that explains it. */
export function weakField(field: string, code: string | null, what: string | null): Readonly<Record<string, string>> {
  return code === 'office.weak_passphrase' && what !== null ? { [field]: what } : {}
}
