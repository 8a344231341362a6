// Why: a phone number is typed in many ways, found by its tail and shown masked.

/** Nearly every number: nothing in it would change. */
const MOBILE = /^1[0-9]{10}$/

/** Digits of an extension follow `-`; `+86` and separators are dropped. */
export function normalisePhone(input: string): string {
  if (MOBILE.test(input)) return input
  const text = input
    .normalize('NFKC')
    .replace(/[\s()]/g, '')
    .replace(/[‐-―−]/g, '-')
  const local = text.replace(/^(?:\+|00)86-?/, '')
  if (/^1[0-9-]{10,}$/.test(local)) return local.replaceAll('-', '')
  return local
}

/** @returns whether the normalised text is a mainland mobile number, a landline with area code, or a short service number */
export function isPlausiblePhone(phone: string): boolean {
  return /^1[3-9][0-9]{9}$/.test(phone) || /^0[1-9][0-9]{1,2}-?[0-9]{7,8}(?:-[0-9]{1,6})?$/.test(phone) || /^[0-9]{5,8}$/.test(phone)
}

/** @returns the last four digits, what people quote on the telephone; all digits when there are fewer */
export function phoneTail(phone: string): string {
  return phone.replace(/[^0-9]/g, '').slice(-4)
}

/** Mobile `138****5678`, others keep the last three digits only. Source: PV-5. */
export function maskPhone(phone: string): string {
  if (/^1[0-9]{10}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(7)}`
  const digits = Array.from(phone.matchAll(/[0-9]/g)).length
  let seen = 0
  return phone.replace(/[0-9]/g, (digit) => ((seen += 1), digits > 3 && seen > digits - 3 ? digit : '*'))
}
