/** Why a person's whole file may be sealed, and for how long at most until somebody looks again. */

/** Source: domain.md PV-12; PIPL art. 28, 51; 反家庭暴力法 art. 29 (protection orders). */
export const sealingKinds = ['protected', 'court', 'bereaved', 'official', 'other'] as const
export type SealingKind = (typeof sealingKinds)[number]
export const sealingKindLabels = {
  protected: '受保护人员',
  court: '法院、公安要求保护',
  bereaved: '特别关怀家庭',
  official: '本单位人员及其亲属',
  other: '其他'
} as const satisfies Record<SealingKind, string>

/** Years until a seal is looked at again at the latest. */
export const SEALING_YEARS = 3
