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
  /** What it was called or numbered when the typed text fitted: 原“神木县”610821. */
  readonly formerly?: string
  /** For an abolished place: the full names of what holds its area today. */
  readonly now?: readonly string[]
  /** Stands beside the name in place of the code, where the code means nothing to people. */
  readonly mark?: string
}

/** A row of the table of divisions, as far as the picker shows it. */
export interface DivisionRecord {
  readonly code: string
  readonly name: string
  readonly fullName: string
  readonly level: string
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly foundBy?: { readonly code: string; readonly name: string; readonly until: string } | null
  readonly now?: readonly { readonly fullName: string }[]
}

/** Villages are the last level of the table; `last` names an earlier one where the tree shall end. */
export function divisionOption(row: DivisionRecord, last = 'village'): DivisionOption {
  const { code, name, fullName, level, validFrom, validTo, foundBy, now } = row
  return {
    ...{ code, name, fullName, validFrom, validTo },
    hasChildren: level !== last && level !== 'village',
    ...(foundBy ? { formerly: `原“${foundBy.name}”${foundBy.code === code ? '' : foundBy.code}` } : {}),
    ...(now && now.length > 0 ? { now: now.map((place) => place.fullName) } : {})
  }
}

/** @returns when the place existed and what it is now, in words; empty for one valid without known bounds */
export function validityInWords({ validFrom, validTo, now }: Pick<DivisionOption, 'validFrom' | 'validTo' | 'now'>): string {
  if (validTo === null) return validFrom === null ? '' : `${validFrom} 起有效`
  return `${validFrom === null ? '' : `${validFrom} 起，`}${validTo} 起已撤销${now ? `，现为${now.join('、')}` : ''}`
}
