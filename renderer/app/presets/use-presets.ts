/** The kept questions of a list: read, kept, renamed, taken away and brought back. */
import { useAction, type ActOptions } from '@renderer/client'
import type { PresetView } from '@shared/contract/presets'
import { computed, ref, shallowRef, type Ref } from 'vue'

/** What stands on screen, as it is kept and opened again. */
export interface KeptQuestion<Q> {
  readonly question: Q
  readonly columns: PresetView<Q>['columns']
}
interface SaveInput<Q> extends KeptQuestion<Q> {
  readonly id?: string | null
  readonly revision?: number | null
  readonly name: string
  readonly shared: boolean
}
interface Held {
  readonly id: string
  readonly revision: number
}
/** The methods of the contract for one list. */
export interface PresetCalls<Q> {
  list(input: Record<string, never>): Promise<{ readonly rows: readonly PresetView<Q>[] }>
  save(input: SaveInput<Q>, options: ActOptions): Promise<Held>
  remove(input: Held, options: ActOptions): Promise<Held>
  restore(input: Held, options: ActOptions): Promise<Held>
}

export interface Presets<Q> {
  readonly rows: Readonly<Ref<readonly PresetView<Q>[]>>
  /** The one taken away last, until it is brought back. */
  readonly removed: Readonly<Ref<PresetView<Q> | null>>
  readonly busy: Readonly<Ref<boolean>>
  readonly failure: Readonly<Ref<unknown>>
  /** What was done, in words. */
  readonly told: Ref<string>
  load(): Promise<void>
  /** @returns whether it was kept */
  keep(name: string, shared: boolean, kept: KeptQuestion<Q>): Promise<boolean>
  change(row: PresetView<Q>, to: Partial<SaveInput<Q>>): Promise<boolean>
  remove(row: PresetView<Q>): Promise<void>
  restore(): Promise<void>
  forget(): void
}

/** Call in the set-up of a component. */
export function usePresets<Q>(calls: PresetCalls<Q>): Presets<Q> {
  const rows = shallowRef<readonly PresetView<Q>[]>([])
  const removed = shallowRef<PresetView<Q> | null>(null)
  const told = ref('')
  const reading = useAction(async (_: 'list') => (await calls.list({})).rows)
  const saving = useAction((input: SaveInput<Q>, key) => calls.save(input, { key }))
  const removing = useAction((input: Held, key) => calls.remove(input, { key }))
  const restoring = useAction((input: Held, key) => calls.restore(input, { key }))
  const actions = [saving, removing, restoring]

  async function load(): Promise<void> {
    rows.value = (await reading.run('list')) ?? rows.value
  }
  async function save(input: SaveInput<Q>, words: string): Promise<boolean> {
    told.value = ''
    if ((await saving.run(input)) === undefined) return false
    told.value = words
    await load()
    return true
  }
  return {
    rows,
    removed,
    told,
    busy: computed(() => actions.some((action) => action.busy.value)),
    failure: computed(() => [...actions, reading].map((action) => action.failure.value).find((one) => one !== null) ?? null),
    load,
    keep: (name, shared, kept) => save({ name, shared, ...kept }, `已存为方案“${name}”。`),
    async change({ id, revision, name, shared, question: before, columns }, to) {
      const question = to.question ?? before
      if (question === null) return false
      return save({ id, revision, name, shared, columns, ...to, question }, `方案“${to.name ?? name}”已更新。`)
    },
    async remove(row) {
      told.value = ''
      const done = await removing.run({ id: row.id, revision: row.revision })
      if (done === undefined) return
      removed.value = { ...row, revision: done.revision }
      await load()
    },
    async restore() {
      const row = removed.value
      if (row === null || (await restoring.run({ id: row.id, revision: row.revision })) === undefined) return
      removed.value = null
      told.value = `已恢复方案“${row.name}”。`
      await load()
    },
    forget() {
      for (const action of [...actions, reading]) action.failure.value = null
    }
  }
}
