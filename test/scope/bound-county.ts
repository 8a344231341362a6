/** A made-up county with a tree of units, persons in all of it, and everything that hangs on them crossing the borders of the townships. */
import type { OrganisationUnit } from '@shared/contract/organisation'
import { residentIdCheckCharacter } from '@shared/domain'
import type { Desk, TestOffice } from '../kit/office'

export interface Home {
  /** Codes of the divisions; null for no stay. */
  readonly stay: string | null
  readonly hukou: string
}

export interface Resident extends Home {
  readonly id: string
  readonly name: string
  readonly idNo: string
  readonly phone: string
  readonly street: string
  readonly contact: string
  readonly employer: string
}

const rare = (at: number, of: number): string => String.fromCodePoint(0x4e2d + at * 7 + of * 211)
const idNoOf = (at: number): string => {
  const first = `61080219${String(70 + (at % 29))}0101${String(101 + at * 2)}`
  return first + residentIdCheckCharacter(first)
}

/** Facts of nobody else: whoever reads one of them in an answer has seen this person. */
export const factsOf = (at: number) => ({
  name: `${rare(at, 1)}${rare(at, 2)}${rare(at, 3)}`,
  idNo: idNoOf(at),
  phone: `139${String(10_000_000 + at * 137)}`,
  street: `${rare(at, 4)}${rare(at, 5)}路${String(at)}号`,
  contact: `${rare(at, 6)}${rare(at, 7)}某`,
  employer: `${rare(at, 8)}${rare(at, 9)}厂`
})

/** Each person with a stay, a house, an employer and a telephone of its own; every third is married to the one before. */
export async function settlePersons(desk: Desk, homes: readonly Home[]): Promise<Resident[]> {
  const residents: Resident[] = []
  for (const [at, home] of homes.entries()) {
    const facts = factsOf(at)
    const before = residents[at - 1]
    const { id } = await desk.call('persons.save', {
      person: {
        ...{ name: facts.name, sex: Number(facts.idNo[16]) % 2 === 1 ? '1' : '2', birthDate: `19${String(70 + (at % 29))}-01-01` },
        ...{ idType: 'resident_id', idNo: facts.idNo, phone: facts.phone, hukouCode: home.hukou, hukouText: `${facts.street}户籍` }
      },
      episodes:
        home.stay === null
          ? []
          : [
              {
                ...{ kind: 'in', startedOn: '2025-09-01', residenceCode: home.stay, residenceText: facts.street },
                ...{ dwellingKind: '1', dwellingContact: facts.contact, employer: { name: facts.employer } }
              }
            ],
      spouses: at % 3 === 1 && before !== undefined ? [{ personId: before.id, startedOn: '2010-01-01' }] : [],
      children: at % 5 === 2 && before !== undefined ? [{ personId: before.id }] : []
    })
    residents.push({ ...home, ...facts, id })
  }
  return residents
}

/** Townships and villages of the county, made from the table of divisions. */
export async function buildTree(admin: Desk): Promise<OrganisationUnit[]> {
  await admin.call('organisation.fromDivisions', { villages: true })
  const [county] = (await admin.call('organisation.tree', {})).rows
  const towns = (await admin.call('organisation.tree', { below: county?.id ?? null })).rows.slice(0, 4)
  const villages = await Promise.all(towns.map(async ({ id }) => (await admin.call('organisation.tree', { below: id })).rows.slice(0, 2)))
  return [...towns, ...villages.flat()]
}

/** An account bound to a unit, signed in. */
export async function boundDesk(office: TestOffice, admin: Desk, name: string, unit: string): Promise<Desk> {
  await office.as(name)
  const account = (await admin.call('accounts.list', {})).rows.find((row) => row.name === name)
  await admin.call('organisation.bindAccount', { account: account?.id ?? '', unit })
  return office.as(name)
}
