/** The whole contract in one object: client, handlers, permissions, audit events, command line and docs/api.md are derived from it. */
import type { MethodSpec } from './define'
import { acts } from './acts'
import { agreements } from './agreements'
import { approvals } from './approvals'
import { backup } from './backup'
import { booklets } from './booklets'
import { calibrations } from './calibrations'
import { certificates } from './certificates'
import { checkup } from './checkup'
import { characters } from './characters'
import { conversion } from './conversion'
import { desk } from './desk'
import { duplicates } from './duplicates'
import { exchange, partners } from './exchange'
import { folder } from './folder'
import { forms } from './forms'
import { jobs } from './jobs'
import { keys } from './keys'
import { accounts, audit, drafts, office, practice, session } from './office'
import { lists } from './lists'
import { meetings } from './meetings'
import { organisation } from './organisation'
import { persons } from './persons'
import { places } from './places'
import { presets } from './presets'
import { proofs } from './proofs'
import { protection } from './protection'
import { reader } from './reader'
import { reference } from './reference'
import { reports } from './reports'
import { retention } from './retention'
import { rosters } from './rosters'
import { sealing } from './sealing'
import { services } from './services'
import { slips } from './slips'
import { staff } from './staff'
import { workbooks } from './workbooks'

export const contract = {
  office,
  session,
  practice,
  accounts,
  staff,
  drafts,
  audit,
  approvals,
  backup,
  retention,
  protection,
  checkup,
  folder,
  reference,
  characters,
  organisation,
  reader,
  jobs,
  lists,
  persons,
  places,
  presets,
  acts,
  conversion,
  duplicates,
  rosters,
  desk,
  sealing,
  services,
  workbooks,
  partners,
  keys,
  agreements,
  meetings,
  slips,
  certificates,
  booklets,
  calibrations,
  forms,
  proofs,
  exchange,
  reports
} as const

export type Contract = typeof contract
export type ModuleName = keyof Contract
export type MethodName = { [M in ModuleName]: `${M}.${keyof Contract[M] & string}` }[ModuleName]
export type SpecOf<N extends MethodName> = N extends `${infer M}.${infer F}`
  ? M extends ModuleName
    ? F extends keyof Contract[M]
      ? Contract[M][F]
      : never
    : never
  : never

/** Every method with its full name, in contract order. */
export const methods: ReadonlyMap<string, MethodSpec> = new Map(
  Object.entries(contract).flatMap(([module, specs]) =>
    Object.entries(specs as Record<string, MethodSpec>).map(([name, spec]) => [`${module}.${name}`, spec] as const)
  )
)

export type { Approval, CallInput, CommandSpec, DoorSpec, HandlerInput, JobSpec, MethodSpec, Output, QuerySpec } from './define'
export { BootState, OfficeSlot, OfficeStatus, OfficeView, SessionView } from './office'
export { events, JobState, JobView, type EventName, type EventValue } from './events'
export { grantsOf, offeredRoles, permissions, roleNames, roles, type Permission, type Role } from './permissions'
export { brokenBy, brokenByPosts, ownOtherParts, separations, type Part, type Separation } from './separations'
export type { Printer, PrintJob, ShellDuty, ShellPort, Ticket } from './shell'
export { MAX_REQUEST_CHARS, WIRE_VERSION, WireRequest, type WirePush, type WireReply } from './wire'
