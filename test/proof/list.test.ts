// Why: a voided certificate is worth nothing only where the list that says so is believed, and a thief must neither shorten it nor put himself on it.
import { beforeAll, describe, expect, it } from 'vitest'
import {
  BundleFault,
  composeDirectory,
  composeProofList,
  goesOnFrom,
  isOfficesList,
  readDirectoryFile,
  readProofListFile,
  writeDirectoryFile,
  writeProofListFile,
  type ProofList
} from '../../electron/core/container'
import { madeUpOffice, type MadeUpOffice } from '../exchange/made-up-offices'

const MADE = '2026-03-05T09:00:00+08:00'
const idOf = (number: number): string => number.toString(16).padStart(32, '0')
const voidedOn = (number: number, on = '2026-05-01'): { readonly id: string; readonly on: string } => ({ id: idOf(number), on })

let office: MadeUpOffice
let other: MadeUpOffice
const of = ({ card }: MadeUpOffice) => ({ id: card.id, code: card.code, name: card.name })
const listOf = (change: Partial<Parameters<typeof composeProofList>[0]> = {}, by: MadeUpOffice = office): ProofList =>
  composeProofList({ office: of(office), ver: 1, prev: null, made: MADE, voided: [voidedOn(1)], vouched: [idOf(9)], ...change }, by.sign)

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'taken'
  } catch (error) {
    return error instanceof BundleFault ? error.code : String(error)
  }
}

beforeAll(async () => {
  office = await madeUpOffice('签发县', '610802-00')
  other = await madeUpOffice('别的县', '520115-00')
})

describe('a list of proofs', () => {
  it('written and read › says the same, and always in the same octets', async () => {
    const list = listOf()
    const file = writeProofListFile(list)
    const read = await readProofListFile(file)
    expect(read).toMatchObject({ ver: 1, voided: [voidedOn(1)], vouched: [idOf(9)], digest: list.digest })
    expect(Buffer.compare(writeProofListFile(read), file)).toBe(0)
    expect(isOfficesList(read, office.card)).toBe(true)
  })

  it('of the largest size › is read', async () => {
    const many = Array.from({ length: 60_000 }, (_, at) => at + 1)
    const list = listOf({ voided: many.map((at) => voidedOn(at)), vouched: many.map(idOf) })
    expect((await readProofListFile(writeProofListFile(list))).voided).toHaveLength(60_000)
    expect(await codeOf(() => listOf({ voided: [...many, 60_001].map((at) => voidedOn(at)) }))).toBe('E_LIMIT')
  })

  it('signed by somebody else, or by a key the card lists no more › is nobody’s word', () => {
    expect(isOfficesList(listOf({}, other), office.card)).toBe(false)
    expect(isOfficesList(listOf({}, other), other.card)).toBe(false)
    expect(isOfficesList(listOf(), { id: office.card.id, sign: other.card.sign })).toBe(false)
  })

  it('with any octet of its file changed › is refused or nobody’s word', async () => {
    const file = writeProofListFile(listOf())
    for (let at = 0; at < file.length; at++) {
      const changed = file.map((octet, here) => (here === at ? octet ^ 1 : octet))
      const taken = await readProofListFile(changed).then(
        (list) => isOfficesList(list, office.card),
        (error: unknown) => !(error instanceof BundleFault)
      )
      expect(taken, `octet ${String(at)}`).toBe(false)
    }
  })

  it.each([
    ['out of order', { voided: [voidedOn(2), voidedOn(1)] }],
    ['one id twice', { voided: [voidedOn(1), voidedOn(1, '2026-06-01')] }],
    ['a day that is none', { voided: [voidedOn(1, '2026-02-30')] }],
    ['vouched twice', { vouched: [idOf(1), idOf(1)] }],
    ['a first version that follows another', { prev: `sha256:${'0'.repeat(64)}` }],
    ['a second version that follows none', { ver: 2 }]
  ])('%s › is not even signed', async (_, change) => {
    expect(await codeOf(() => listOf(change))).toBe('E_CARD')
  })

  describe('a later one', () => {
    const next = (first: ProofList, change: Parameters<typeof listOf>[0] = {}): ProofList =>
      listOf({ ver: 2, prev: first.digest, ...change })
    it('that adds › goes on', () => {
      const first = listOf()
      expect(goesOnFrom(first, next(first, { voided: [voidedOn(1), voidedOn(2)] }))).toBe(true)
      // Versions in between may be missing here.
      expect(goesOnFrom(first, listOf({ ver: 5, prev: `sha256:${'1'.repeat(64)}` }))).toBe(true)
    })
    it.each([
      ['takes a voided one back', { voided: [] }],
      ['voids on another day', { voided: [voidedOn(1, '2026-05-02')] }],
      ['takes its word for a proof back', { vouched: [] }],
      ['names another one before it', { prev: `sha256:${'1'.repeat(64)}` }]
    ])('that %s › is not taken', (_, change) => {
      const first = listOf()
      expect(goesOnFrom(first, next(first, change))).toBe(false)
    })
    it('that is the same or older › is not taken', () => {
      const first = listOf()
      expect(goesOnFrom(first, first)).toBe(false)
      expect(goesOnFrom(next(first), first)).toBe(false)
    })
  })
})

it('a directory of the largest size › is read', async () => {
  const { id, code, name } = of(office)
  const entries = Array.from({ length: 5_000 }, (_, at) => ({
    ...{ id: idOf(at + 1), root: `SHA256:${'A'.repeat(43)}`, name: '某某县卫生健康局流动人口管理办公室', supersedes: null },
    code: `${String(100_000 + at)}-00`
  }))
  const directory = composeDirectory({ authority: { id, code, name }, ver: 1, prev: null, made: MADE, entries }, office.root)
  expect((await readDirectoryFile(writeDirectoryFile(directory))).entries).toHaveLength(5_000)
})
