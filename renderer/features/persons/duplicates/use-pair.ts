/** One pair under decision: which file goes on, whose value stands for each fact, the decision and its undoing, and the next pair. */
import { useAction, useOffice } from '@renderer/client'
import type { Output } from '@shared/contract'
import type { duplicates, ComparedField, MergeChoice } from '@shared/contract/duplicates'
import { computed, ref, shallowRef } from 'vue'

export type Compared = Output<typeof duplicates.compare>
export type Side = 'a' | 'b'
export interface Ids {
  readonly a: string
  readonly b: string
}

/** The decision just made, to be taken back at once. */
type LastDecision = { readonly words: string; readonly act: string } | { readonly words: string; readonly pair: Ids }

const QUEUE = 50
const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a')

/** Facts that the file that goes on takes from the other one. */
export const takenFrom = (fields: readonly ComparedField[], choices: ReadonlyMap<MergeChoice, Side>, survivor: Side): MergeChoice[] =>
  fields.filter(({ same, choice, suggested }) => !same && (choices.get(choice) ?? suggested) !== survivor).map(({ choice }) => choice)

export function usePair() {
  const { client } = useOffice()
  const ids = shallowRef<Ids | null>(null)
  const compared = shallowRef<Compared | null>(null)
  const survivor = ref<Side>('a')
  const choices = ref(new Map<MergeChoice, Side>())
  const last = shallowRef<LastDecision | null>(null)
  const queue = shallowRef<readonly Ids[]>([])

  const reading = useAction((wanted: Ids) => client.duplicates.compare({ ...wanted }))
  const merging = useAction((input: Parameters<typeof client.duplicates.merge>[0], key) => client.duplicates.merge(input, { key }))
  const dismissing = useAction((input: Ids & { why: string | null }, key) => client.duplicates.dismiss(input, { key }))
  const undoing = useAction((of: LastDecision, key): Promise<unknown> =>
    'act' in of ? client.duplicates.unmerge({ act: of.act }, { key }) : client.duplicates.reopen({ ...of.pair }, { key })
  )
  const actions = [reading, merging, dismissing, undoing]
  const fields = computed(() => compared.value?.fields ?? [])
  const taken = computed(() => takenFrom(fields.value, choices.value, survivor.value))

  async function read(wanted: Ids): Promise<void> {
    ids.value = wanted
    compared.value = null
    choices.value = new Map()
    const found = await reading.run(wanted)
    if (found === undefined || ids.value !== wanted) return
    survivor.value = found.survivor
    compared.value = found
  }
  /** @returns the pair after this one; null when nothing waits */
  async function next(): Promise<Ids | null> {
    const here = queue.value.findIndex(({ a, b }) => a === ids.value?.a && b === ids.value.b)
    const known = here < 0 ? undefined : queue.value[here + 1]
    if (known) return known
    const { rows } = await client.duplicates.list({ limit: QUEUE })
    queue.value = rows.map(({ a, b }) => ({ a: a.id, b: b.id }))
    return queue.value.find(({ a, b }) => a !== ids.value?.a || b !== ids.value.b) ?? null
  }
  async function merge(): Promise<boolean> {
    const now = compared.value
    if (now === null || now.decided !== null) return false
    const [keeps, goes] = [now[survivor.value], now[otherSide(survivor.value)]]
    const result = await merging.run({
      survivor: keeps.person.id,
      survivorRevision: keeps.revision,
      merged: goes.person.id,
      mergedRevision: goes.revision,
      taken: [...taken.value]
    })
    if (!result) return false
    const more = result.childPairs > 0 ? `；另有 ${String(result.childPairs)} 对子女疑似重复，已列入待核对` : ''
    last.value = { words: `${goes.person.name}的档案已并入${keeps.person.name}的档案${more}。`, act: result.act }
    return true
  }
  async function dismiss(): Promise<boolean> {
    const [now, pair] = [compared.value, ids.value]
    if (now === null || pair === null || now.decided !== null) return false
    if (!(await dismissing.run({ ...pair, why: null }))) return false
    last.value = { words: `已认定${now.a.person.name}与${now.b.person.name}不是同一人。`, pair }
    return true
  }
  async function undo(): Promise<boolean> {
    const of = last.value
    if (of === null || (await undoing.run(of)) === undefined) return false
    last.value = null
    return true
  }
  return {
    ids,
    compared,
    survivor,
    choices,
    taken,
    last,
    busy: computed(() => actions.some((action) => action.busy.value)),
    failure: computed(() => actions.map((action) => action.failure.value).find((failure) => failure !== null) ?? null),
    forgetFailure: () => actions.forEach((action) => (action.failure.value = null)),
    choose: (choice: MergeChoice, side: Side) => void (choices.value = new Map(choices.value).set(choice, side)),
    chosen: (field: ComparedField): Side => choices.value.get(field.choice) ?? field.suggested,
    read,
    next,
    merge,
    dismiss,
    undo
  }
}
