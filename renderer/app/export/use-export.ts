/** Gives a list of persons out as a table: the job, the second yes for many whole numbers, the file saved where somebody wants it. */
import { useAction, useJobTracker, useOffice } from '@renderer/client'
import type { CallInput, Contract } from '@shared/contract'
import { AppError } from '@shared/errors'
import { formatCount } from '@shared/format'
import { computed, ref, shallowRef, type Ref } from 'vue'
import type { ExportChoice } from './export-choice'

type ExportInput = CallInput<Contract['workbooks']['export']>
/** Which persons: chosen ones, or a list but some. */
export type ExportRows = Pick<ExportInput, 'ids' | 'filter' | 'sort' | 'except'>
interface Wanted {
  readonly rows: ExportRows
  readonly choice: ExportChoice
}

export interface PersonExport {
  readonly busy: Readonly<Ref<boolean>>
  readonly failure: Ref<unknown>
  /** How many whole numbers wait for the second yes; null when none do. */
  readonly asking: Readonly<Ref<number | null>>
  /** What was given out, in words. */
  readonly told: Ref<string>
  /** @returns whether a file was made */
  run(rows: ExportRows, choice: ExportChoice): Promise<boolean>
  confirm(): Promise<boolean>
  refuse(): void
}

/** Call in the set-up of a component. */
export function useExport(): PersonExport {
  const { client, shell } = useOffice()
  const tracker = useJobTracker()
  const waiting = shallowRef<{ readonly wanted: Wanted; readonly count: number } | null>(null)
  const told = ref('')
  const exporting = useAction(async ({ wanted, confirmed }: { wanted: Wanted; confirmed: number | null }, key) => {
    const { columns, ...choice } = wanted.choice
    const started = await client.workbooks.export({ ...wanted.rows, ...choice, columns: [...columns], confirmed }, { key })
    const { file, rows, restricted } = await tracker.outcome(started)
    const left = restricted > 0 ? `限制处理的 ${formatCount(restricted)} 人没有导出。` : ''
    if (await shell.saveFile(file)) told.value = `已导出 ${formatCount(rows)} 人。${left}`
    return true
  })
  async function send(wanted: Wanted, confirmed: number | null): Promise<boolean> {
    waiting.value = null
    told.value = ''
    if ((await exporting.run({ wanted, confirmed })) === true) return true
    const refused = exporting.failure.value
    if (refused instanceof AppError && refused.code === 'workbooks.confirm_needed') {
      exporting.failure.value = null
      waiting.value = { wanted, count: Number(refused.params['count']) }
    }
    return false
  }
  return {
    busy: exporting.busy,
    failure: exporting.failure,
    asking: computed(() => waiting.value?.count ?? null),
    told,
    run: (rows, choice) => send({ rows, choice }, null),
    async confirm() {
      const { wanted, count } = waiting.value ?? {}
      return wanted !== undefined && count !== undefined && (await send(wanted, count))
    },
    refuse: () => (waiting.value = null)
  }
}
