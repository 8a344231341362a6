/** Two made-up offices with their registers, between which slips are carried by hand: what the exchange does, without its bundles. */
import { createHash, randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { contract, grantsOf, type CallInput, type Output, type Role, type SpecOf } from '../../shared/contract'
import type { ReferenceBook, RulePack } from '../../shared/domain'
import type { SlipLine } from '../../electron/core/container'
import type { WriteDb } from '../../electron/core/db'
import { checkIncoming, slipRow, type SlipRow } from '../../electron/core/incoming'
import { insertPersons, type NewPerson } from '../../electron/core/modules/persons'
import { loadReference } from '../../electron/core/modules/reference'
import { reportHandlers } from '../../electron/core/modules/reports'
import {
  markBundled,
  markCarried,
  mergeStage,
  openStage,
  queuedRecords,
  slipHandlers,
  type Merged
} from '../../electron/core/modules/slips'
import { testClock, type TestClock } from '../kit/clock'
import { actorNamed, openModuleOffice, type ModuleOffice } from '../kit/module-office'

export const reference: ReferenceBook = loadReference(resolve(import.meta.dirname, '../../resources/codes'))

type SlipMethod = keyof typeof contract.slips
type Spec<M extends SlipMethod> = SpecOf<`slips.${M}`>

export interface SlipOffice {
  readonly office: ModuleOffice
  readonly db: WriteDb
  readonly clock: TestClock
  /** The other office in this one's books. */
  readonly partnerId: string
  readonly persons: string[]
  /** From now on another rule pack decides here. */
  use(rules: RulePack): void
  /** Input and output pass the contract as they do at the gate. */
  call<M extends SlipMethod>(method: M, input: CallInput<Spec<M>>, roles?: readonly Role[], scope?: string | null): Promise<Output<Spec<M>>>
  rate(from: string, to: string, direction?: 'out' | 'in', scope?: string | null): Output<SpecOf<'reports.returnRate'>>
  /** Everything a test may compare: the tables of the ledger. */
  close(): void
}

const names = ['王小明', '李芳', '尉迟阿依古丽·买买提', '张伟', '赵敏', '陈静', '刘洋', '黄丽', '周杰', '吴霞', '孙磊', '朱红']

/** Made-up people; the same in both registers. */
export const madeUp = (count: number): NewPerson[] =>
  Array.from({ length: count }, (_, at) => ({
    person: {
      name: (names[at % names.length] ?? '') + (at < names.length ? '' : String.fromCodePoint(0x4e00 + at)),
      pinyin: null,
      formerName: null,
      sex: at % 2 === 0 ? '1' : '2',
      birthDate: `19${String(70 + (at % 29))}-01-${String((at % 28) + 1).padStart(2, '0')}`,
      idType: 'none',
      idNo: null,
      noIdReason: 'not_shown',
      idVerified: false,
      marital: '10',
      phone: '13900001111',
      phoneOwner: null,
      hukouCode: '141124',
      hukouText: '城关镇',
      note: null
    },
    episodes: [
      {
        id: null,
        kind: 'in',
        reason: '1',
        startedOn: '2025-09-01',
        endedOn: null,
        residenceCode: '610802',
        residenceText: '某街1号',
        dwellingKind: '1',
        dwellingContact: null
      }
    ]
  }))

export async function openSlipOffice(
  code: string,
  other: string,
  clock: TestClock = testClock(),
  rules = 'order-555'
): Promise<SlipOffice> {
  const pack = reference.rulePack(rules)
  if (!pack) throw new RangeError(rules)
  const options = { code, name: `${code}测试局`, clock, rules: pack }
  const office = await openModuleOffice(options)
  const { db } = office.write
  const partnerId = randomUUID()
  office.write.transaction(() =>
    db.run(
      "INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES (?, ?, ?, '0000-7654321', 'paper', ?)",
      partnerId,
      `${other}测试局`,
      other,
      new Date(clock.now()).toISOString()
    )
  )
  const context = office.query()
  const persons = office.write.transaction(() => insertPersons({ ...context, db }, madeUp(24)))
  return {
    office,
    db,
    clock,
    partnerId,
    persons,
    use: (next) => void (options.rules = next),
    async call(method, input, roles: readonly Role[] = ['window', 'verifier', 'signer'], scope: string | null = null) {
      const spec = contract.slips[method]
      if (!grantsOf(roles).has(spec.needs)) throw new RangeError(`${method} is not for ${roles.join()}`)
      const parsed: unknown = spec.input.parse(input)
      const handler: unknown = slipHandlers[method]
      const value: unknown =
        spec.kind === 'query'
          ? (handler as (ctx: unknown, input: unknown) => unknown)(
              { ...office.query(), db, actor: actorNamed('banli', roles, scope) },
              parsed
            )
          : await office.command(handler, parsed, actorNamed('banli', roles, scope))
      return spec.output.parse(value) as never
    },
    rate: (from, to, direction = 'out', scope = null) => {
      const spec = contract.reports.returnRate
      const asked = spec.input.parse({ from, to, direction })
      return spec.output.parse(reportHandlers.returnRate({ ...office.query(), db, actor: actorNamed('banli', ['signer'], scope) }, asked))
    },
    close: () => office.close()
  }
}

/** A slip line as it stands in a bundle, and as it is read there. */
export interface SentSlip extends Pick<SlipLine, 'id' | 'rev' | 'kind' | 'ref'> {
  readonly value: SlipLine
  readonly row: SlipRow
}

export interface Load {
  readonly bundleId: string
  readonly records: readonly SentSlip[]
}

let bundles = 0

export const lineOf = (line: Record<string, unknown>): SentSlip => {
  const text = JSON.stringify({ t: 'slip', ...line })
  const value = JSON.parse(text) as SlipLine
  const { id, rev, kind, ref } = value
  return { id, rev, kind, ref, value, row: slipRow(value, createHash('sha256').update(text).digest('hex'), text) }
}

/** As much of an office as carrying needs. */
export interface Carrier extends Pick<SlipOffice, 'db' | 'clock' | 'partnerId'> {
  readonly office: Pick<ModuleOffice, 'query'> & {
    readonly write: { transaction<T>(work: () => T): T }
    readonly card: { readonly id: string }
  }
}

/** Seals what is queued and puts it on the stick. */
export function pack(from: Carrier): Load {
  const bundleId = `sha256:${String((bundles += 1)).padStart(64, '0')}`
  const at = new Date(from.clock.now()).toISOString()
  const { write } = from.office
  return write.transaction(() => {
    const queued = queuedRecords(from.db, from.partnerId, 100_000)
    markBundled(
      from.db,
      queued.map(({ slipId }) => slipId),
      bundleId,
      at
    )
    markCarried(from.db, bundleId, at)
    const author = from.office.card.id
    const records = queued.map(({ recordId, rev, kind, ref, body }) => lineOf({ id: recordId, rev, kind, ref, author, body }))
    return { bundleId, records }
  })
}

/** Imports a load as the exchange does: whitelist, stage, merge. @throws when the whitelist refuses a record */
export function take(to: Carrier, load: Load, bundleId = load.bundleId): Merged {
  const { rules, today, now } = to.office.query()
  for (const record of load.records) {
    const refused = checkIncoming([rules, ...reference.rulePacks], record.value)
    if (refused) throw new RangeError(`${refused.code} ${refused.field}`)
  }
  const stage = openStage(
    { rules, reference, today, now },
    { stageId: randomUUID(), partnerId: to.partnerId, senderOfficeId: 'f'.repeat(32) }
  )
  const { write } = to.office
  write.transaction(() =>
    stage.add(
      to.db,
      load.records.map(({ row }) => row)
    )
  )
  return write.transaction(() => mergeStage(to.db, stage, bundleId))
}

export async function openPair(rules = 'order-555'): Promise<{ a: SlipOffice; b: SlipOffice; close(): void }> {
  const clock = testClock()
  const a = await openSlipOffice('610802-00', '141124-00', clock, rules)
  const b = await openSlipOffice('141124-00', '610802-00', clock, rules)
  return {
    a,
    b,
    close() {
      a.close()
      b.close()
    }
  }
}

/** Composes, submits and signs requests about the first persons. @returns slip ids */
export async function issue(
  from: SlipOffice,
  count: number,
  items: string[] = ['identity', 'marital_status', 'hukou_address']
): Promise<string[]> {
  const { ids } = await from.call('compose', {
    kind: 'XC',
    partnerId: from.partnerId,
    personIds: from.persons.slice(0, count),
    items,
    reason: '本人申请办理登记'
  })
  await from.call('submit', { ids })
  await from.call('sign', { ids })
  return ids
}
