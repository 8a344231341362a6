/** Practice: two made-up offices that know each other, a folder that acts as the stick, and one click from desk to desk. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OfficeSlot, Role } from '@shared/contract'
import type { ReferenceBook } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { KeyCard } from '../container'
import { uuidv7 } from '../crypto'
import { openSlot, openWrite, readSlotFile } from '../db'
import { actorByName, slotOf, slotPath } from '../modules/accounts'
import { addConfirmedPartner } from '../modules/partners'
import { insertPersons, noteScopes } from '../modules/persons'
import { instant, type Clock } from '../platform'
import { today, type Caller, type OfficePlaces } from '../rpc'
import { foundOffice, type FoundedOffice } from './found-office'
import { PRACTICE_LOG_N, type House } from './house'
import { databasePath, placesOf } from './places'
import { makeUpPeople, PRACTICE_COUNTIES, type MadeUpPerson } from './practice-people'

/** Everybody may know it: there is nothing behind it but made-up people. */
const PASSPHRASE = '演练 专用 口令 人人 可知'

const ROLES: readonly Role[] = ['window', 'verifier', 'signer', 'administrator', 'statistician', 'service', 'overseer']

/** Subscriber numbers never begin with 0: nobody's telephone rings. */
const OFFICES = {
  yuyang: { code: `${PRACTICE_COUNTIES.yuyang}-00`, name: '榆林市榆阳区卫生健康局（演练）', phone: '0912-0000001' },
  linxian: { code: `${PRACTICE_COUNTIES.linxian}-00`, name: '吕梁市临县卫生健康和体育局（演练）', phone: '0358-0000002' }
} as const

const CLERKS = {
  yuyang: [
    { name: '演练甲', displayName: '演练甲（榆阳）' },
    { name: '演练乙', displayName: '演练乙（榆阳）' }
  ],
  linxian: [
    { name: '演练丙', displayName: '演练丙（临县）' },
    { name: '演练丁', displayName: '演练丁（临县）' }
  ]
} as const

type PracticeSlot = keyof typeof OFFICES
const SLOTS = ['yuyang', 'linxian'] as const satisfies readonly PracticeSlot[]
const otherOf = (slot: PracticeSlot): PracticeSlot => (slot === 'yuyang' ? 'linxian' : 'yuyang')

interface PracticeParts {
  readonly house: House
  readonly reference: ReferenceBook
  readonly clock: Clock
  readonly dataDir: string
  readonly resourcesDir: string
}

/** Rule pack in which every slip type and form can be tried. */
const PRACTICE_RULES = 'e-certificate'

/** Builds both offices beside the standing ones and puts them in place at the end, so that a power cut leaves the old or the new practice. */
export async function buildPractice(parts: PracticeParts, persons: number) {
  const { house, reference, clock, dataDir, resourcesDir } = parts
  if (house.slot !== 'main') await house.turnTo('main')
  const building = join(dataDir, 'practice-building')
  rmSync(building, { recursive: true, force: true })
  mkdirSync(building, { recursive: true, mode: 0o700 })
  const places = (slot: PracticeSlot): OfficePlaces => placesOf(join(building, slot), join(building, 'stick'))
  const founded = new Map<PracticeSlot, FoundedOffice>()
  for (const slot of SLOTS) founded.set(slot, await found(places(slot), slot, clock))
  const people = makeUpPeople(resourcesDir, reference, persons, today(clock))
  for (const slot of SLOTS) {
    const partner = founded.get(otherOf(slot))
    if (partner) await furnish(places(slot), slot, partner.card, people[slot], parts)
  }
  putInPlace(dataDir, building)
  return {
    offices: SLOTS.map((slot) => ({
      slot,
      office: { id: founded.get(slot)?.card.id ?? '', ...OFFICES[slot], practice: true },
      account: CLERKS[slot][0].name,
      passphrase: PASSPHRASE,
      persons: people[slot].length
    })),
    stick: '演练U盘'
  }
}

const found = (places: OfficePlaces, slot: PracticeSlot, clock: Clock): Promise<FoundedOffice> => {
  const [first, second] = CLERKS[slot].map((clerk) => ({ ...clerk, passphrase: PASSPHRASE, roles: ROLES }))
  if (!first || !second) throw new AppError('internal.unexpected')
  return foundOffice(
    places,
    { ...OFFICES[slot], practice: true, rulePack: PRACTICE_RULES, users: [first, second], logN: PRACTICE_LOG_N },
    clock
  )
}

/** Keys exchanged as two clerks would have done it, and the register filled. */
async function furnish(
  places: OfficePlaces,
  slot: PracticeSlot,
  partner: KeyCard,
  people: readonly MadeUpPerson[],
  parts: PracticeParts
): Promise<void> {
  const { clock, reference } = parts
  const file = readSlotFile(slotPath(places.folder))
  const clerks = CLERKS[slot]
  const keySlot = file && slotOf(file, clerks[0].name)
  const key = file && keySlot && (await openSlot(file, keySlot, PASSPHRASE))
  if (!file || !key) throw new AppError('practice.not_built')
  const connection = openWrite({ path: databasePath(places), key, cipher: file.cipher })
  try {
    connection.transaction(() => {
      const { db } = connection
      const now = instant(clock)
      const newId = (): string => uuidv7(clock.now())
      const comparer = (name: string) => ({ id: actorByName(db, name)?.accountId ?? '', name })
      addConfirmedPartner({ db, now, newId }, partner, [comparer(clerks[0].name), comparer(clerks[1].name)])
      insertPersons({ db, reference, now, today: today(clock), newId }, people)
      noteScopes(db, reference)
    })
  } finally {
    connection.close()
    key.fill(0)
  }
}

function putInPlace(dataDir: string, building: string): void {
  const place = join(dataDir, 'practice')
  const old = join(dataDir, 'practice-old')
  rmSync(old, { recursive: true, force: true })
  if (existsSync(place)) renameSync(place, old)
  renameSync(building, place)
  rmSync(old, { recursive: true, force: true })
}

/**
 * Sits the caller down at a desk of a practice office, or leads him back to the real one. Who changed the made-up clerk's passphrase
 * while practising meets the sign-in page instead.
 */
export async function enterPractice({ house }: PracticeParts, caller: Caller, slot: OfficeSlot): Promise<void> {
  if (slot === 'main') {
    await house.turnTo('main')
    return
  }
  if (!house.isBuilt(slot)) throw new AppError('practice.not_built')
  await house.turnTo(slot)
  await house.signIn(caller, CLERKS[slot][0].name, PASSPHRASE).catch((error: unknown) => {
    if (!(error instanceof AppError) || !['session.wrong_passphrase', 'session.wait'].includes(error.code)) throw error
  })
}
