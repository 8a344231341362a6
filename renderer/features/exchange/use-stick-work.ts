/** The three jobs of the page with their progress: write the stick, read it, take in what was found. One at a time. */
import { useAction, useJobTracker, useOffice } from '@renderer/client'
import { computed, ref, shallowRef } from 'vue'
import { isImportable, type FoundFile, type Imported, type Previewed, type Scanned, type Written } from './exchange-words'

export function useStickWork() {
  const { client } = useOffice()
  const tracker = useJobTracker()
  const job = ref<string | null>(null)
  const written = shallowRef<Written | null>(null)
  const scanned = shallowRef<Scanned | null>(null)
  /** By spool; empty until the content was looked through. */
  const previews = shallowRef<ReadonlyMap<string, Previewed>>(new Map())
  const imported = shallowRef<readonly Imported[] | null>(null)

  const follow = <T extends { readonly id: string }>(started: T): T => {
    job.value = started.id
    return started
  }
  const writing = useAction(async (input: { target: string; partnerIds: string[] }, key) =>
    tracker.outcome(follow(await client.exchange.writeStick(input, { key })))
  )
  const scanning = useAction(async (input: { source: string }, key) =>
    tracker.outcome(follow(await client.exchange.scanStick(input, { key })))
  )
  const importing = useAction(async (input: { spools: string[] }, key) =>
    tracker.outcome(follow(await client.exchange.importBundles(input, { key })))
  )
  const lookJob = ref<string | null>(null)
  const previewing = useAction(async (input: { spools: string[] }, key) => {
    lookJob.value = null
    const started = follow(await client.exchange.previewBundles(input, { key }))
    lookJob.value = started.id
    return tracker.outcome(started)
  })
  const actions = [writing, scanning, importing]

  function forget(): void {
    written.value = scanned.value = imported.value = null
    previews.value = new Map()
    for (const action of [...actions, previewing]) action.failure.value = null
  }
  async function take(files: readonly FoundFile[]): Promise<void> {
    await stopLooking()
    const result = await importing.run({ spools: files.map(({ spool }) => spool) })
    if (!result) return
    imported.value = result.bundles
    scanned.value = null
  }

  let looking: Promise<void> = Promise.resolve()
  /** Whoever knows already what he wants need not wait for the preview; two jobs at one file would be in each other's way. */
  async function stopLooking(): Promise<void> {
    if (!previewing.busy.value) return
    // It may have ended by itself in the meantime: nothing is left to stop then.
    if (lookJob.value !== null) await tracker.cancel(lookJob.value).catch(() => undefined)
    await looking
    previewing.failure.value = null
  }
  /** Opened at once, so that whoever accepts knows what; files that bring no content are not asked. */
  async function preview(): Promise<void> {
    const spools = (scanned.value?.found ?? []).filter(({ state, spool }) => state === 'ready' && spool !== '').map(({ spool }) => spool)
    if (spools.length === 0) return
    const result = await previewing.run({ spools })
    previews.value = new Map(result?.bundles.map((bundle) => [bundle.spool, bundle]) ?? [])
  }

  return {
    previews,
    written,
    scanned,
    imported,
    busy: computed(() => actions.some((action) => action.busy.value)),
    failure: computed(() => [...actions, previewing].map((action) => action.failure.value).find((failure) => failure !== null) ?? null),
    /** The running job as it stands; null at rest. */
    progress: computed(() => {
      const view = job.value === null ? undefined : tracker.view(job.value)
      return view?.state === 'running' ? view : null
    }),
    importable: computed(() => scanned.value?.found.filter(isImportable) ?? []),
    forget,
    cancel: () => (job.value === null ? Promise.resolve() : tracker.cancel(job.value)),
    async write(target: string, partnerIds: readonly string[] = []) {
      forget()
      written.value = (await writing.run({ target, partnerIds: [...partnerIds] })) ?? null
    },
    async scan(source: string) {
      forget()
      scanned.value = (await scanning.run({ source })) ?? null
      looking = preview()
      await looking
    },
    take
  }
}

export type StickWork = ReturnType<typeof useStickWork>
