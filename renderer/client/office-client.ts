/** The typed client, derived from the contract: `client.persons.search(input)`. No method is named here a second time. */
import {
  contract,
  WIRE_VERSION,
  type CallInput,
  type CommandSpec,
  type Contract,
  type JobSpec,
  type MethodSpec,
  type Output
} from '@shared/contract'
import { AppError, fromWire, type WireError } from '@shared/errors'
import type { AskSecondPerson } from './second-person'
import { LinkLost, type Transport } from './transport'

export interface CallOptions {
  readonly signal?: AbortSignal
}
export interface ActOptions {
  /** UUID of the user's action: the same key again returns the stored reply instead of acting twice. Fresh when left out. */
  readonly key?: string
  /** Request of one's own that a second person agreed to. */
  readonly approval?: string
}

/** A started job; its result comes through the job tracker. */
export interface StartedJob<M extends MethodSpec = MethodSpec> {
  readonly id: string
  /** Only carries the type of the result. */
  readonly result?: Output<M>
}

type Caller<M extends MethodSpec> = M extends JobSpec
  ? (input: CallInput<M>, options?: ActOptions) => Promise<StartedJob<M>>
  : M extends CommandSpec
    ? (input: CallInput<M>, options?: ActOptions) => Promise<Output<M>>
    : (input: CallInput<M>, options?: CallOptions) => Promise<Output<M>>

type Specs = Contract[keyof Contract][keyof Contract[keyof Contract]]
export type OfficeClient = {
  readonly [M in keyof Contract]: { readonly [F in keyof Contract[M]]: Contract[M][F] extends MethodSpec ? Caller<Contract[M][F]> : Specs }
}

const references = new WeakMap<object, string>()

/** Reference number under which the office logged this failure; null for one that never left the screen. */
export const referenceOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null ? (references.get(error) ?? null) : null

/** A failure that the office reported: an AppError that keeps the reference number of the log. */
export function reportedFailure(wire: WireError): AppError {
  const error = fromWire(wire)
  references.set(error, wire.ref)
  return error
}

export interface ClientParts {
  readonly transport: Transport
  readonly newId: () => string
  readonly wait: (ms: number) => Promise<void>
  /** Whoever asks a second person on this screen; null before anybody is signed in. */
  readonly secondPerson?: () => AskSecondPerson | null
}

/** After how long a call that found nobody is sent again. */
const AGAIN_MS = [300, 1000, 3000]

/** A door may not be repeatable (set-up); everything else either only reads or carries its key. */
const repeatable = (spec: MethodSpec, method: string): boolean => spec.kind !== 'door' || method === 'office.status'

export function createClient(parts: ClientParts): OfficeClient {
  const modules = Object.entries(contract).map(([module, specs]) => [
    module,
    Object.fromEntries(Object.entries<MethodSpec>(specs).map(([name, spec]) => [name, callerOf(parts, `${module}.${name}`, spec)]))
  ])
  return Object.fromEntries(modules) as OfficeClient // Built key by key from the very contract that the type is derived from.
}

function callerOf(
  parts: ClientParts,
  method: string,
  spec: MethodSpec
): (input: unknown, options?: CallOptions & ActOptions) => Promise<unknown> {
  const acts = spec.kind === 'command' || spec.kind === 'job'
  return async (input, { signal, key, approval } = {}) => {
    const stamps = { ...(acts ? { key: key ?? parts.newId() } : {}), ...(approval === undefined ? {} : { approval }) }
    const request = { v: WIRE_VERSION, id: parts.newId(), method, input, ...stamps } as const
    const value = await agreed(parts, request, (again) => send(parts, again, repeatable(spec, method), signal))
    return spec.kind === 'job' ? { id: (value as { job: string }).job } : value // The gate answers jobs with `{ job }`.
  }
}

type Request = Parameters<Transport['call']>[0]

/** Sends; where the act needs a second person, asks for one and sends the same act with his word. Whoever gives up gets an `AbortError`. */
async function agreed(parts: ClientParts, request: Request, attempt: (request: Request) => Promise<unknown>): Promise<unknown> {
  try {
    return await attempt(request)
  } catch (error) {
    const ask = parts.secondPerson?.() ?? null
    if (!(error instanceof AppError) || error.code !== 'approval.needed' || ask === null) throw error
    const approval = await ask({ method: request.method, input: request.input, params: error.params })
    if (approval === null) throw new DOMException('given up', 'AbortError')
    return attempt({ ...request, id: parts.newId(), approval })
  }
}

async function send(parts: ClientParts, request: Parameters<Transport['call']>[0], again: boolean, signal?: AbortSignal): Promise<unknown> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const reply = await parts.transport.call(request, signal)
      if (reply.ok) return reply.value
      throw reportedFailure(reply.error)
    } catch (error) {
      const pause = AGAIN_MS[attempt]
      if (!(error instanceof LinkLost)) throw error
      if (!again || pause === undefined || signal?.aborted === true) throw new AppError('carrier.lost', {}, { cause: error })
      await parts.wait(pause)
    }
  }
}
