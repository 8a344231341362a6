/** One list on its way in: chosen, its columns named, tried, taken in, taken back. One job at a time. */
import { useAction, useJobTracker, useOffice } from '@renderer/client'
import { computed, reactive, ref, shallowRef } from 'vue'
import { NEW_PERSON, type Checked, type ImportReport, type Looked, type Mapped, type MoveKind, type WantedImport } from './list-words'

export function useImport() {
  const { client, shell } = useOffice()
  const tracker = useJobTracker()
  const job = ref<string | null>(null)
  const ticket = ref<string | null>(null)
  const looked = shallowRef<Looked | null>(null)
  const checked = shallowRef<Checked | null>(null)
  const done = shallowRef<{ readonly act: string; readonly report: ImportReport } | null>(null)
  const kind = ref<MoveKind | null>(null)
  const mapped = reactive(new Map<number, Mapped>())
  const decisions = reactive(new Map<string, string>())
  const told = ref('')
  /** The interrupted import that the next one goes on with. */
  const resume = ref<string | null>(null)

  const follow = <T extends { readonly id: string }>(started: T): T => {
    job.value = started.id
    return started
  }
  const looking = useAction(async (input: { ticket: string; sheet: string | null; headerRow: number | null }, key) =>
    tracker.outcome(follow(await client.workbooks.look(input, { key })))
  )
  const checking = useAction(async (input: WantedImport, key) => tracker.outcome(follow(await client.workbooks.check(input, { key }))))
  const applying = useAction(async (input: WantedImport & { resume: string | null }, key) =>
    tracker.outcome(follow(await client.workbooks.apply(input, { key })))
  )
  const undoing = useAction(async (id: string, key) => tracker.outcome(follow(await client.acts.undo({ id }, { key }))))
  const saving = useAction((file: { ticket: string; name: string }) => shell.saveFile(file))
  const actions = [looking, checking, applying, undoing, saving]

  function forgetWork(): void {
    checked.value = done.value = null
    decisions.clear()
    told.value = ''
  }
  function forgetFailures(): void {
    for (const action of actions) action.failure.value = null
  }
  async function look(sheet: string | null, headerRow: number | null): Promise<void> {
    if (ticket.value === null) return
    forgetWork()
    const found = await looking.run({ ticket: ticket.value, sheet, headerRow })
    if (!found) return
    looked.value = found
    kind.value = found.moveKind
    mapped.clear()
    for (const { column, key } of found.columns) mapped.set(column, { key, clear: false })
  }
  async function choose(goingOn: string | null = null): Promise<boolean> {
    forgetFailures()
    const picked = await shell.pickFile({ title: '选择要导入的表格', extensions: ['xlsx', 'csv', 'txt'] })
    if (!picked) return false
    resume.value = goingOn
    looked.value = null
    ticket.value = picked.ticket
    await look(null, null)
    return true
  }
  function wanted(): WantedImport | null {
    if (ticket.value === null || looked.value === null) return null
    const columns = [...mapped].flatMap(([column, { key, clear }]) => (key === null ? [] : [{ column, key, clear }]))
    const { sheet, headerRow } = looked.value
    return {
      ...{ ticket: ticket.value, sheet, headerRow, columns, kind: kind.value },
      decisions: [...decisions].map(([key, choice]) => ({ key, personId: choice === NEW_PERSON ? null : choice }))
    }
  }
  async function check(): Promise<void> {
    const input = wanted()
    if (input === null) return
    done.value = null
    checked.value = (await checking.run(input)) ?? null
  }
  async function apply(): Promise<void> {
    const input = wanted()
    if (input === null) return
    const result = await applying.run({ ...input, resume: resume.value })
    if (!result) return
    done.value = { act: result.act, report: result.report }
    checked.value = null
    resume.value = null
  }
  async function undo(act: string): Promise<boolean> {
    const undone = await undoing.run(act)
    if (!undone) return false
    const left = undone.conflictCount + undone.keptCount
    told.value = `已撤销，${String(undone.undone)} 份档案恢复原样${left > 0 ? `；${String(left)} 处后来又有改动或另有记录，保留不动` : ''}。`
    done.value = null
    return true
  }

  return {
    ...{ looked, checked, done, kind, mapped, decisions, told, resume, forgetFailures, choose, look, check, apply, undo },
    /** Columns or decisions were touched: what was found before no longer holds. */
    touch: () => void (checked.value = null),
    save: saving.run,
    busy: computed(() => actions.some((action) => action.busy.value)),
    failure: computed(() => actions.map((action) => action.failure.value).find((failure) => failure !== null) ?? null),
    progress: computed(() => {
      const view = job.value === null ? undefined : tracker.view(job.value)
      return view?.state === 'running' ? view : null
    }),
    cancel: () => (job.value === null ? Promise.resolve() : tracker.cancel(job.value))
  }
}

export type ImportWork = ReturnType<typeof useImport>
