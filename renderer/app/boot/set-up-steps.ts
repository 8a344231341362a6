/** The steps of founding an office and what each must hold before the next; the office checks everything again. */

export interface SetUpAnswers {
  name: string
  phone: string
  /** County code of six digits. */
  division: string
  ordinal: string
  rules: string | null
  adminName: string
  adminDisplayName: string
  passphrase: string
  again: string
}

/** `fields`: names under which the office refuses what is asked here. */
export const steps: readonly { readonly title: string; readonly fields: readonly string[] }[] = [
  { title: '单位', fields: ['office.name', 'office.phone'] },
  { title: '行政区划', fields: ['office.code'] },
  { title: '规则', fields: ['rules'] },
  { title: '管理员', fields: ['admin.name', 'admin.displayName', 'admin.passphrase'] },
  { title: '恢复密钥', fields: [] }
]

type Check = readonly [field: string, wrong: (answers: SetUpAnswers) => boolean, message: string]

const checks: readonly (readonly Check[])[] = [
  [['office.name', ({ name }) => name.trim() === '', '请填写单位全称']],
  [
    ['office.code', ({ division }) => !/^[1-9]\d{5}$/.test(division), '请从列表中选定区县'],
    ['ordinal', ({ ordinal }) => !/^\d{2}$/.test(ordinal), '请填两位数字，例如 00']
  ],
  [['rules', ({ rules }) => rules === null, '请选定一套规则']],
  [
    ['admin.name', ({ adminName }) => !/^[\p{L}\p{N}._-]{1,32}$/u.test(adminName.trim()), '请用 1–32 个汉字、字母或数字'],
    ['admin.displayName', ({ adminDisplayName }) => adminDisplayName.trim() === '', '请填写显示的名字'],
    ['admin.passphrase', ({ passphrase }) => passphrase === '', '请设定口令'],
    ['again', ({ passphrase, again }) => passphrase !== '' && again !== passphrase, '两次输入的口令不一样，请重输']
  ]
]

/** @returns messages by field; empty when the step may be left */
export function checkStep(step: number, answers: SetUpAnswers): Readonly<Record<string, string>> {
  const wrong = (checks[step] ?? []).filter(([, isWrong]) => isWrong(answers))
  return Object.fromEntries(wrong.map(([field, , message]) => [field, message]))
}
