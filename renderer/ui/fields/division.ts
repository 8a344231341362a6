/** A place as the picker shows it; where the places come from is the page's business. */
export interface DivisionOption {
  readonly code: string
  readonly name: string
  /** From the province down, e.g. 陕西省榆林市榆阳区. */
  readonly fullName: string
  readonly validFrom: string | null
  readonly validTo: string | null
  /** Whether the tree goes further down from here. */
  readonly hasChildren: boolean
}

/** @returns when the place existed, in words; empty for one valid without known bounds */
export function validityInWords({ validFrom, validTo }: Pick<DivisionOption, 'validFrom' | 'validTo'>): string {
  if (validTo !== null) return `${validFrom === null ? '' : `${validFrom} 起，`}${validTo} 起已撤销`
  return validFrom === null ? '' : `${validFrom} 起有效`
}
