/** The kept questions of the list: read, kept, renamed, taken away and brought back. */
import { useAction, useOffice } from '@renderer/client'
import type { CallInput } from '@shared/contract'
import type { presets as contract, PresetView } from '@shared/contract/presets'
import { computed, ref, shallowRef, type Ref } from 'vue'

type SaveInput = CallInput<typeof contract.save>
export type KeptQuestion = Pick<SaveInput, 'filter' | 'sort' | 'columns'>

export interface Presets {
  readonly rows: Readonly<Ref<readonly PresetView[]>>
  /** The one taken away last, until it is brought back. */
  readonly removed: Readonly<Ref<PresetView | null>>
  readonly busy: Readonly<Ref<boolean>>
  readonly failure: Readonly<Ref<unknown>>
  /** What was done, in words. */
  readonly told: Ref<string>
  load(): Promise<void>
  /** @returns whether it was kept */
  keep(name: string, shared: boolean, question: KeptQuestion): Promise<boolean>
  change(row: PresetView, to: Partial<Pick<SaveInput, 'name' | 'shared'>> & Partial<KeptQuestion>): Promise<boolean>
  remove(row: PresetView): Promise<void>
  restore(): Promise<void>
  forget(): void
}

/** Call in the set-up of a component. */
export function usePresets(): Presets {
  const { client } = useOffice()
  const rows = shallowRef<readonly PresetView[]>([])
  const removed = shallowRef<PresetView | null>(null)
  const told = ref('')
  const reading = useAction(async (_: 'list') => (await client.presets.list({})).rows)
  const saving = useAction((input: SaveInput, key) => client.presets.save(input, { key }))
  const removing = useAction((input: { id: string; revision: number }, key) => client.presets.remove(input, { key }))
  const restoring = useAction((input: { id: string; revision: number }, key) => client.presets.restore(input, { key }))
  const actions = [saving, removing, restoring]

  async function load(): Promise<void> {
    rows.value = (await reading.run('list')) ?? rows.value
  }
  async function save(input: SaveInput, words: string): Promise<boolean> {
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
    keep: (name, shared, question) => save({ name, shared, ...question }, `已存为方案“${name}”。`),
    change: ({ id, revision, name, shared, question, columns }, to) =>
      save({ id, revision, name, shared, ...(question ?? {}), columns, ...to }, `方案“${to.name ?? name}”已更新。`),
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
