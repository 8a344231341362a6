/** The contract's door methods: what can be asked while no database is open. */
import type { Contract, HandlerInput } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { ReferenceBook } from '@shared/domain'
import { publicReference } from '../modules/reference'
import type { Clock } from '../platform'
import { today, type Caller, type Door } from '../rpc'
import { backupDoors } from './backup-doors'
import type { CopiedFolder } from './copied-folder'
import { foundOffice } from './found-office'
import type { House } from './house'
import { placesOfSlot } from './places'
import { buildPractice, enterPractice } from './practice'
import type { RestoreDesk } from './restore-desk'

interface DoorParts {
  readonly folder: CopiedFolder
  readonly house: House
  readonly restoring: RestoreDesk
  readonly reference: ReferenceBook
  readonly clock: Clock
  readonly dataDir: string
  readonly resourcesDir: string
  readonly logN: number
}

type Inputs = {
  'office.setUp': HandlerInput<Contract['office']['setUp']>
  'session.signIn': HandlerInput<Contract['session']['signIn']>
  'session.recover': HandlerInput<Contract['session']['recover']>
  'practice.create': HandlerInput<Contract['practice']['create']>
  'practice.enter': HandlerInput<Contract['practice']['enter']>
}

async function setUp({ house, reference, clock, dataDir, logN }: DoorParts, input: Inputs['office.setUp']) {
  const pack = input.rules === null ? reference.rulePackOn(today(clock)) : reference.rulePack(input.rules)
  if (!pack) throw new AppError('office.rule_pack_unknown', { pack: input.rules ?? '' })
  await house.turnTo('main')
  const founded = await foundOffice(
    placesOfSlot(dataDir, 'main'),
    {
      ...input.office,
      practice: false,
      rulePack: pack.id,
      users: [{ ...input.admin, roles: ['administrator'] }],
      logN
    },
    clock
  )
  const { card } = founded
  return {
    office: { id: card.id, code: card.code, name: input.office.name, phone: card.phone, practice: false },
    fingerprint: founded.fingerprint,
    digits: founded.digits,
    recoveryKey: founded.recoveryKey
  }
}

/** Doors that move offices about wait for each other: nobody enters a practice that is being replaced. */
function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next
    return next
  }
}

/** Every method that is answered before or without an open office, by its full name. */
export function createDoors(parts: DoorParts): ReadonlyMap<string, Door> {
  const { house, reference, clock } = parts
  const inTurn = oneAfterTheOther()
  const book = publicReference(reference, () => today(clock))
  const doors: Record<string, Door> = {
    'office.status': async (caller) => Promise.resolve(house.status(caller)),
    'office.setUp': (_caller, input: Inputs['office.setUp']) => inTurn(() => setUp(parts, input)),
    'session.signIn': (caller, input: Inputs['session.signIn']) => house.signIn(caller, input.account, input.passphrase),
    'session.recover': async (_caller, input: Inputs['session.recover']) => {
      await house.recover(input.recoveryKey, input.account, input.passphrase)
      return { recovered: true }
    },
    'session.signOut': async (caller) => {
      house.signOut(caller)
      return Promise.resolve({ signedOut: true })
    },
    'practice.create': (_caller, input: Inputs['practice.create']) => inTurn(() => buildPractice(parts, input.persons)),
    'practice.enter': (caller: Caller, input: Inputs['practice.enter']) =>
      inTurn(async () => {
        await enterPractice(parts, caller, input.slot)
        return house.status(caller)
      }),
    // Practice is made up in each folder anew.
    'folder.state': () => Promise.resolve({ standing: house.slot === 'main' ? parts.folder.standing() : 'own' }),
    ...backupDoors(parts.restoring)
  }
  for (const [name, answer] of Object.entries(book)) doors[`reference.${name}`] = (_caller, input) => Promise.resolve(answer(input))
  return new Map(Object.entries(doors))
}

export type { DoorParts }
