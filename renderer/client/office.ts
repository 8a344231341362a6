/** Everything a screen has of the office: the typed client, news, the state of the link, and the shell. */
import type { EventName, EventValue, ShellPort } from '@shared/contract'
import { inject, onScopeDispose, type App, type InjectionKey } from 'vue'
import { createClient, type OfficeClient } from './office-client'
import type { AskSecondPerson } from './second-person'
import type { Link, Transport } from './transport'

export interface Office {
  readonly client: OfficeClient
  readonly shell: ShellPort
  /** Returns the function that stops listening. */
  readonly on: <E extends EventName>(event: E, listener: (value: EventValue<E>) => void) => () => void
  /** Takes over asking for a second person; returns the function that gives it back. */
  readonly onSecondPerson: (ask: AskSecondPerson) => () => void
  readonly onLink: (listener: (link: Link) => void) => () => void
}

const officeKey: InjectionKey<Office> = Symbol('office')

export function createOffice(transport: Transport, shell: ShellPort): Office {
  let asking: AskSecondPerson | null = null
  return {
    client: createClient({
      transport,
      secondPerson: () => asking,
      newId: () => crypto.randomUUID(),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    }),
    shell,
    onSecondPerson(ask) {
      asking = ask
      return () => {
        if (asking === ask) asking = null
      }
    },
    on: (event, listener) =>
      transport.onPush((push) => {
        // The pair of name and value is one variant of WirePush; TypeScript does not carry that through the generic.
        if (push.event === event) (listener as (value: unknown) => void)(push.value)
      }),
    onLink: transport.onLink
  }
}

export const installOffice = (app: App, office: Office): void => void app.provide(officeKey, office)

/** The office of this window; usable in components and stores. */
export function useOffice(): Office {
  const office = inject(officeKey)
  if (!office) throw new TypeError('no office is installed')
  return office
}

/** Listens as long as the component or scope lives. */
export function useOfficeEvent<E extends EventName>(event: E, listener: (value: EventValue<E>) => void): void {
  onScopeDispose(useOffice().on(event, listener))
}
