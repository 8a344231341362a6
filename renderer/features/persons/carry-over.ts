/** Who turns out to be on file already is changed instead of entered twice: what was typed goes along and overwrites nothing. */
import { maskPhone, nameSearchKey, normalisePhone } from '@shared/domain'
import { blankPhone, childTyped, spouseTyped, stayTyped, type PersonForm, type StayForm } from './person-form'

const isBlank = (value: unknown): boolean => value === null || value === ''

/** Plain facts of the person; what is masked or on file stays as it is there. */
const FACTS = [
  ...(['formerName', 'idNo', 'ethnicity', 'education', 'educationEdition', 'hukouType', 'firstMarriedOn', 'currentMarriedOn'] as const),
  ...(['marriageCertNo', 'onlyChildCertNo', 'onlyChildCertOn', 'phone', 'phoneOwner', 'hukouText', 'note'] as const)
] as const satisfies readonly (keyof PersonForm)[]

const STAY = [
  ...(['stayId', 'kind', 'startedOn', 'endedOn', 'residenceCode', 'residenceText', 'reason', 'dwellingKind', 'dwellingContact'] as const),
  ...(['dwellingPhone', 'occupation', 'companions', 'employerName', 'employerAddress', 'employerKind', 'employerPhone'] as const)
] as const satisfies readonly (keyof StayForm)[]

const stayOf = (form: PersonForm): Partial<PersonForm> => Object.fromEntries(STAY.map((name) => [name, form[name]]))

/** The typed stay is a new one unless it began on the same day at the same place. */
function stayFrom(file: PersonForm, typed: PersonForm): Partial<PersonForm> {
  if (!stayTyped(typed) || typed.startedOn === '' || typed.residenceCode === '') return {}
  const isSame = file.startedOn === typed.startedOn && file.residenceCode === typed.residenceCode
  return isSame ? {} : { ...stayOf(typed), stayId: null }
}

/** A telephone that is another one than the file's stands beside it. */
function phonesFrom(file: PersonForm, typed: PersonForm): PersonForm['phones'] {
  const own = normalisePhone(typed.phone)
  const isOther = !isBlank(file.phone) && !isBlank(typed.phone) && maskPhone(own) !== file.phone
  const known = file.phones.some(({ number }) => number === maskPhone(own))
  return isOther && !known ? [...file.phones, { ...blankPhone(), number: typed.phone, owner: typed.phoneOwner }] : file.phones
}

/**
 * @param file the form of the file that is there, @param typed what was entered before anybody knew
 * @returns the file's form with what it does not say yet: blank facts, a new stay, another telephone, a spouse or children not named there
 */
export function carriedOver(file: PersonForm, typed: PersonForm): PersonForm {
  const facts = Object.fromEntries(FACTS.filter((name) => isBlank(file[name]) && !isBlank(typed[name])).map((name) => [name, typed[name]]))
  const known = new Set(file.children.map(({ name }) => nameSearchKey(name)))
  const fresh = typed.children.filter((child) => childTyped(child) && !known.has(nameSearchKey(child.name)))
  return {
    ...file,
    ...facts,
    ...stayFrom(file, typed),
    ...(facts['idNo'] === undefined ? {} : { idType: typed.idType, noIdReason: null, idVerified: typed.idVerified }),
    spouse: spouseTyped(file.spouse) ? file.spouse : typed.spouse,
    children: [...file.children, ...fresh],
    phones: phonesFrom(file, typed)
  }
}

interface Carried {
  readonly account: string
  readonly id: string
  readonly form: PersonForm
}

/** On its way from the form of a new person to that of the file; in memory only, and for nobody else. */
let underWay: Carried | null = null

export const sendOver = (account: string, id: string, form: PersonForm): void => void (underWay = { account, id, form })

/** @returns what was sent to this form by this account; once */
export function receive(account: string, id: string): PersonForm | null {
  const found = underWay
  underWay = null
  return found !== null && found.account === account && found.id === id ? found.form : null
}
