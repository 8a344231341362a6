/** A made-up county whose ledger lies in memory: the real schema and the real handlers, two clerks, copies of the database and a mark beside it. */
import Database from 'better-sqlite3'
import { contract, type CallInput, type Output, type Role, type SpecOf } from '../../shared/contract'
import type { Day } from '../../shared/domain'
import { AppError } from '../../shared/errors'
import { migrations, sqlFace, type WriteDb } from '../../electron/core/db'
import {
  blocksGiven,
  bookletHandlers,
  createCertificateHandlers,
  knowsLess,
  knowsMore,
  skipSerials,
  type GivenBlock
} from '../../electron/core/modules/certificates'
import { insertPersons } from '../../electron/core/modules/persons'
import { chinaDay, instant, silentLog } from '../../electron/core/platform'
import type { Actor, CommandContext } from '../../electron/core/rpc'
import { signingKeyFromSeed } from '../../electron/core/crypto'
import { testClock, type TestClock } from '../kit/clock'
import { madeUpForms } from '../kit/made-up-forms'
import { actorNamed } from '../kit/module-office'
import { madeUp, reference } from '../slips/offices'

type Method = keyof typeof contract.certificates
type Spec<M extends Method> = SpecOf<`certificates.${M}`>
type Handler = (context: CommandContext, input: unknown) => unknown

/** How a database of an earlier day comes back: put there by hand, by the program, or where nothing is known any more. */
export type Return = 'by_hand' | 'by_program' | 'blind'

/** The database of a day. */
export interface Copy {
  readonly image: Buffer
  readonly madeAt: number
}

export interface County {
  readonly clock: TestClock
  readonly persons: readonly string[]
  /** Ids of two townships. */
  readonly towns: readonly [string, string]
  readonly db: () => WriteDb
  call<M extends Method>(method: M, input: CallInput<Spec<M>>, actor?: Actor): Output<Spec<M>>
  stock<M extends keyof typeof contract.booklets>(
    method: M,
    input: CallInput<SpecOf<`booklets.${M}`>>,
    actor?: Actor
  ): Output<SpecOf<`booklets.${M}`>>
  copy(): Copy
  /** @param leaveOut false takes away what keeps numbers from being given twice */
  comeBack(copy: Copy, how: Return, leaveOut?: boolean): void
  close(): void
}

export const TOWNS = ['610802001', '610802002'] as const
const ROLES: readonly Role[] = ['window', 'verifier', 'signer']
export const clerkNamed = (name: string, scope: string | null = null, roles = ROLES): Actor => actorNamed(name, roles, scope)
export const FIRST = clerkNamed('jia')
export const SECOND = clerkNamed('yi')

const UNIT = `INSERT INTO organisation(id, parent, level, code, name, short_name, post, phone, position) VALUES (?, ?, ?, ?, ?, '', '', '', 1)`
const idOf = (at: number): string => `0192f0c0-cc00-7000-8000-${String(at).padStart(12, '0')}`

const SIGNING = signingKeyFromSeed(new Uint8Array(32).fill(7))

let image: Buffer | undefined
function blankImage(): Buffer {
  const raw = new Database(':memory:')
  for (const { sql } of migrations) raw.exec(sql)
  const made = raw.serialize()
  raw.close()
  return made
}

function openDatabase(from: Buffer): { readonly raw: Database.Database; readonly db: WriteDb } {
  const raw = new Database(from)
  raw.pragma('foreign_keys=ON')
  return { raw, db: sqlFace(raw) }
}

export function openCounty(rules = 'order-555', persons = 8): County {
  const clock = testClock()
  const pack = reference.rulePack(rules)
  if (!pack) throw new RangeError(rules)
  let held = openDatabase((image ??= blankImage()))
  let count = 0
  let outside: readonly GivenBlock[] = []
  const newId = (): string => idOf(++count)
  const context = (actor: Actor): CommandContext =>
    ({
      ...{ appVersion: 'test', clock, now: instant(clock), today: chinaDay(clock) as Day, actor, reference, rules: pack },
      office: { id: 'o', code: '610802-00', name: '测试甲区卫生健康局', phone: '0000-1234567', practice: false },
      keys: { sign: SIGNING },
      ...{ log: silentLog, newId, db: held.db, note: () => undefined, changed: () => undefined }
    }) as unknown as CommandContext // Files, folders and other keys are never asked for here.
  const handlers = createCertificateHandlers({ note: (blocks) => void (outside = [...outside, ...blocks]) }, madeUpForms)
  const transaction = <T>(work: () => T): T => held.raw.transaction(work).immediate()
  const [county, one, two] = [newId(), newId(), newId()]
  const made = transaction(() => {
    held.db.run(UNIT, county, null, 'county', '610802', '测试甲区')
    held.db.run(UNIT, one, county, 'township', TOWNS[0], '一镇')
    held.db.run(UNIT, two, county, 'township', TOWNS[1], '二镇')
    return insertPersons({ ...context(FIRST), db: held.db }, madeUp(persons))
  })
  return {
    ...{ clock, persons: made, towns: [one, two], db: () => held.db },
    call(method, input, actor = FIRST) {
      const spec = contract.certificates[method]
      const answer = transaction(() => (handlers[method] as Handler)(context(actor), spec.input.parse(input)))
      return spec.output.parse(answer) as never
    },
    stock(method, input, actor = FIRST) {
      const spec = contract.booklets[method]
      const answer = transaction(() => (bookletHandlers[method] as Handler)(context(actor), spec.input.parse(input)))
      return spec.output.parse(answer) as never
    },
    copy: () => ({ image: held.raw.serialize(), madeAt: clock.now() }),
    comeBack({ image: of, madeAt }, how, leaveOut = true) {
      clock.advance(86_400_000)
      const before = how === 'blind' ? null : how === 'by_hand' ? outside : blocksGiven(held.db)
      const lost = clock.now() - madeAt
      held.raw.close()
      held = openDatabase(of)
      if (how === 'blind') outside = []
      if (!leaveOut) return
      if (before === null || how === 'by_program' || knowsLess(held.db, before))
        transaction(() => skipSerials(held.db, before, lost, { now: instant(clock), newId }))
      if (knowsMore(held.db, outside)) outside = [...outside, ...blocksGiven(held.db)]
    },
    close: () => void held.raw.close()
  }
}

/** From draft to signature, by two clerks. @returns id and number */
export function signed(
  county: County,
  at = 0,
  unit: string | null = null,
  form = 'marriage_birth'
): { readonly id: string; readonly number: string } {
  const { id } = county.call('draft', {
    personId: county.persons[at] ?? '',
    form,
    unit,
    data: { name: `某某${String(at)}`, age: 30 }
  })
  county.call('review', { id })
  const { rows } = county.call('sign', { ids: [id] }, SECOND)
  return { id, number: rows[0]?.number ?? '' }
}

/** What the ledger refuses with. */
export const refusal = (work: () => unknown): AppError => {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('not refused')
}
