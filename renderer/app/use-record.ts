/** One record beside its list: read when another is opened and when records change, and never shown late under another's name. */
import { useOfficeEvent } from '@renderer/client'
import type { EventValue } from '@shared/contract'
import { shallowRef, watch, type ShallowRef } from 'vue'

export interface RecordParts<T> {
  readonly id: () => string
  readonly read: (id: string) => Promise<T>
  /** News after which the record is read again. */
  readonly topics: EventValue<'records.changed'>['topics']
  /** Called with the record that now stands, or null when it could not be read. */
  readonly loaded: (record: T | null) => void
}

export interface OpenRecord<T> {
  /** The last one read; null before the first and after a failure. */
  readonly record: Readonly<ShallowRef<T | null>>
  readonly failure: ShallowRef<unknown>
  readonly load: () => Promise<void>
  /** Asks something more about the open record; an answer that comes when another one is open is left out. What it throws stands in `failure`. */
  readonly ask: <A>(question: (id: string) => Promise<A>, take: (answer: A) => void) => Promise<void>
}

/** Call in the set-up of the component that shows the record; reads at once. */
export function useRecord<T>({ id, read, topics, loaded }: RecordParts<T>): OpenRecord<T> {
  const record = shallowRef<T | null>(null)
  const failure = shallowRef<unknown>(null)

  async function load(): Promise<void> {
    const wanted = id()
    const answer = await read(wanted).then(
      (found) => ({ found, error: null }),
      (error: unknown) => ({ found: null, error })
    )
    if (wanted !== id()) return
    record.value = answer.found
    failure.value = answer.error
    loaded(answer.found)
  }
  async function ask<A>(question: (id: string) => Promise<A>, take: (answer: A) => void): Promise<void> {
    const wanted = id()
    try {
      const answer = await question(wanted)
      if (wanted === id()) take(answer)
    } catch (error) {
      if (wanted === id()) failure.value = error
    }
  }
  watch(id, load, { immediate: true })
  useOfficeEvent('records.changed', (news) => {
    if (news.topics.some((topic) => topics.includes(topic))) void load()
  })
  return { record, failure, load, ask }
}
