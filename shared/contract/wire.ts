/** What crosses between a screen and the office, whatever carries it: plain JSON, three shapes. */
import { z } from 'zod'
import type { WireError } from '../errors'
import type { EventName, EventValue } from './events'

export const WIRE_VERSION = 1

/**
 * `key`: a UUID per user action; the same key again returns the stored reply instead of acting twice. `approval`: the agreed request of an act
 * that needs two persons.
 */
export const WireRequest = z.strictObject({
  v: z.literal(WIRE_VERSION),
  id: z.string().min(1).max(64),
  method: z.string().min(3).max(80),
  input: z.unknown(),
  key: z.uuid().optional(),
  approval: z.uuid().optional()
})
export type WireRequest = z.infer<typeof WireRequest>

export type WireReply =
  | { readonly id: string; readonly ok: true; readonly value: unknown }
  | { readonly id: string; readonly ok: false; readonly error: WireError }

export type WirePush = { [E in EventName]: { readonly event: E; readonly value: EventValue<E> } }[EventName]

/** Largest request in characters of JSON; forms are far below, files never travel this way. */
export const MAX_REQUEST_CHARS = 4_000_000
