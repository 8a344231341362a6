/** What came back is entered at one row after the other: chosen, written down, the next open row shown, and the last one taken back. */
import { useAction, useOffice } from '@renderer/client'
import { useRemembered } from '@renderer/ui'
import { fieldErrors, useSession } from '@renderer/app'
import type { RosterRow, RosterView } from '@shared/contract/rosters'
import { changedFacts } from '@shared/domain/roster'
import { computed, reactive, ref, shallowRef } from 'vue'
import { entryWords, isResult } from './roster-words'

interface Walk {
  /** Id of the list the day and the collector were typed for. */
  readonly list: string
  readonly visitedOn: string
  readonly collector: string
  /** Day it was typed: tomorrow's papers are of another walk. */
  readonly on: string
}
const walkOf = (kept: unknown): Walk | null =>
  typeof kept === 'object' && kept !== null && 'list' in kept && 'visitedOn' in kept && 'collector' in kept
    ? {
        list: String(kept.list),
        visitedOn: String(kept.visitedOn),
        collector: String(kept.collector),
        on: 'on' in kept ? String(kept.on) : ''
      }
    : null

export function useResults(list: () => RosterView | null) {
  const { client } = useOffice()
  const session = useSession()
  const row = shallowRef<RosterRow | null>(null)
  const failure = shallowRef<unknown>(null)
  const told = ref('')
  /** The row just entered as changed or moved: its file is one key away until another row is looked at. */
  const toChange = shallowRef<RosterRow | null>(null)
  const form = reactive({ result: null as string | null, fields: [] as readonly string[] })
  const walk = useRemembered<Walk>('roster-walk', { list: '', visitedOn: '', collector: '', on: '' }, walkOf)
  const held = computed(() => {
    const { list: of, visitedOn, collector, on } = walk.value
    if (of !== list()?.id) return { visitedOn: session.today, collector: '' }
    return { visitedOn: on === session.today ? visitedOn : session.today, collector }
  })
  const hold = (part: Partial<Walk>): void => {
    walk.value = { ...held.value, ...part, list: list()?.id ?? '', on: session.today }
  }

  /** @param asked a number typed or scanned; @returns whether there is such a row */
  async function show(asked: number): Promise<boolean> {
    const now = list()
    if (now === null) return false
    told.value = ''
    toChange.value = null
    form.result = null
    form.fields = []
    if (!Number.isInteger(asked) || asked < 1 || asked > now.count) {
      told.value = `这份名单只有 1 至 ${String(now.count)} 行。`
      return false
    }
    try {
      const { rows } = await client.rosters.rows({ id: now.id, from: asked, limit: 1 })
      row.value = rows[0] ?? null
      failure.value = null
      return true
    } catch (error) {
      failure.value = error
      return false
    }
  }
  /** Somebody else was quicker: the row as it stands now, with the answer typed here still chosen. */
  async function lookAgain(id: string, at: number): Promise<void> {
    const { rows } = await client.rosters.rows({ id, from: at, limit: 1 }).catch(() => ({ rows: [] }))
    row.value = rows[0] ?? row.value
  }
  /** @returns the number of the next row about which nothing came back */
  async function nextOpen(from: number): Promise<number | null> {
    const now = list()
    if (now === null) return null
    const { row: open } = await client.rosters.nextOpen({ id: now.id, from: Math.min(from, now.count) })
    return open
  }

  const entering = useAction((input: Parameters<typeof client.rosters.enter>[0], key) => client.rosters.enter(input, { key }))
  const undoing = useAction((id: string, key) => client.rosters.undoLast({ id }, { key }))

  /** @returns whether it was written down; then the next open row stands, or this one when all are in */
  async function enter(): Promise<boolean> {
    const [now, at, result] = [list(), row.value, form.result]
    if (now === null || at === null || !isResult(result)) return false
    const { visitedOn, collector } = held.value
    const fields = result === 'changed' ? changedFacts.filter((field) => form.fields.includes(field)) : []
    const done = await entering.run({
      ...{ id: now.id, row: at.row, result, fields, visitedOn },
      ...{ collector: collector.trim() === '' ? null : collector, replaces: at.entry?.id ?? null }
    })
    if (done === undefined) {
      await lookAgain(now.id, at.row)
      return false
    }
    hold({})
    const words = `第 ${String(at.row)} 行 ${at.cells['name'] ?? ''}：${entryWords(done.entry)}`
    const open = await nextOpen(at.row + 1).catch(() => null)
    await show(open ?? at.row)
    toChange.value = result === 'changed' || result === 'moved' ? at : null
    told.value = open === null ? `${words}。全部行都有结果了。` : `${words}。`
    return true
  }
  async function undo(): Promise<void> {
    const now = list()
    if (now === null) return
    const done = await undoing.run(now.id)
    if (done === undefined) return
    await show(done.row)
    told.value = `已撤销第 ${String(done.row)} 行的“${entryWords({ result: done.result, fields: [] })}”。`
  }
  return {
    row,
    form,
    told,
    toChange,
    held,
    hold,
    show,
    nextOpen,
    enter,
    undo,
    busy: computed(() => entering.busy.value || undoing.busy.value),
    failure: computed(() => failure.value ?? entering.failure.value ?? undoing.failure.value),
    faults: computed(() => fieldErrors(entering.failure.value)),
    fail: (error: unknown) => void (failure.value = error),
    forget(): void {
      failure.value = null
      entering.failure.value = null
      undoing.failure.value = null
    }
  }
}
export type Results = ReturnType<typeof useResults>
