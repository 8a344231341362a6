/** Who works in this window, in which office, and how the office stands. */
import type { OfficeSlot, OfficeStatus, SessionView } from '@shared/contract/office'
import type { Permission } from '@shared/contract'
import { useOffice } from '@renderer/client'
import { defineStore } from 'pinia'
import { computed, inject, onScopeDispose, ref, shallowRef, type InjectionKey } from 'vue'
import { rightsWords } from './rights-words'

/** Starts the screen over with nothing in memory; for another user or another office. */
export const startOver: InjectionKey<() => void> = Symbol('start over')

/** What a form does before its user goes: write its draft. */
export type LastAct = () => Promise<unknown>

export const useSession = defineStore('session', () => {
  const { client, on } = useOffice()
  const restart = inject(startOver, () => undefined)
  const status = shallowRef<OfficeStatus | null>(null)
  const lastActs = new Set<LastAct>()
  const session = computed(() => status.value?.session ?? null)
  /** What changed in the rights of whoever works here; empty once it was read. */
  const rightsNews = ref('')
  /** Somebody comes back from the settings: the screen belongs to that until it is read, whatever becomes of his session. */
  const comingBack = shallowRef<{ readonly salvage: boolean } | null>(null)
  const grants = computed(() => new Set<Permission>(session.value?.grants ?? []))

  async function refresh(): Promise<void> {
    status.value = await client.office.status({})
  }
  async function finishWork(): Promise<void> {
    await Promise.allSettled([...lastActs].map((act) => act()))
  }
  /** Drafts are written under the old name before anybody else is let in. */
  async function signOut(): Promise<void> {
    await finishWork()
    await client.session.signOut({})
    await refresh()
  }
  /** Whoever is signed in stays so when the passphrase is wrong. */
  async function signIn(account: string, passphrase: string): Promise<SessionView> {
    await finishWork()
    const before = lastUser
    const view = await client.session.signIn({ account, passphrase })
    arrive(view.account, view.office.id)
    if (before !== null && before !== lastUser) restart()
    else await refresh()
    return view
  }
  async function enterOffice(slot: OfficeSlot): Promise<void> {
    await finishWork()
    const entered = await client.practice.enter({ slot })
    if (entered.session) arrive(entered.session.account, entered.session.office.id)
    restart()
  }
  /** Posts or a deputyship began or ended while somebody works: the places follow at once, and the screen says why. */
  async function newRights(before: SessionView): Promise<void> {
    await refresh()
    if (session.value?.account === before.account) rightsNews.value = rightsWords(before, session.value)
  }
  onScopeDispose(
    on('session.changed', ({ signedIn, reason }) => {
      if (session.value === null) return
      if (!signedIn) void refresh()
      else if (reason === 'rights-changed') void newRights(session.value)
    })
  )

  return {
    status,
    session,
    practice: computed(() => session.value?.office.practice ?? status.value?.office?.practice ?? false),
    today: computed(() => status.value?.today ?? ''),
    can: (permission: Permission): boolean => permission === 'public' || permission === 'signed-in' || grants.value.has(permission),
    refresh,
    signIn,
    signOut,
    enterOffice,
    lastActs,
    rightsNews,
    comingBack
  }
})

/** Outlives the screen on purpose: whoever signs in after somebody else must find nothing of theirs. */
let lastUser: string | null = null
function arrive(account: string, office: string): void {
  lastUser = `${office}:${account}`
}

/** Runs when the user signs out, is locked out, or goes to another office, while he still may write. */
export function useBeforeSignOut(act: LastAct): void {
  const { lastActs } = useSession()
  lastActs.add(act)
  onScopeDispose(() => void lastActs.delete(act))
}
