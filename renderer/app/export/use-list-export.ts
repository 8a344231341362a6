/** Gives a list out as it stands on screen, the chosen rows or all of them, as a file that opens in Excel and WPS. */
import { useAction, useJobTracker, useOffice } from '@renderer/client'
import type { ShownTable } from '@renderer/ui'
import { MOST_LISTED } from '@shared/contract/lists'
import { formatCount } from '@shared/format'
import { ref, type Ref } from 'vue'

export interface ListExport {
  readonly busy: Readonly<Ref<boolean>>
  readonly failure: Ref<unknown>
  /** What was given out, or why it was not, in words; empty before. */
  readonly told: Ref<string>
  run(): Promise<void>
}

/** Pixels of a column at 100 % that one character of a file's column takes. */
const PIXELS_A_CHARACTER = 8
const NARROWEST = 6
const WIDEST = 100

/**
 * Call in the set-up of a page.
 * @param name the list by its name on screen, in Chinese characters
 * @param table what the grid shows (`shownTable`)
 */
export function useListExport(name: string, table: () => ((most: number) => Promise<ShownTable>) | undefined): ListExport {
  const { client, shell } = useOffice()
  const tracker = useJobTracker()
  const told = ref('')
  const exporting = useAction(async (_: string, key) => {
    const shown = await table()?.(MOST_LISTED)
    if (shown === undefined) return
    if (shown.more) {
      told.value = `一次最多导出 ${formatCount(MOST_LISTED)} 行，没有导出。请先缩小范围，或选定要导出的行。`
      return
    }
    const columns = shown.columns.map(({ title, width }) => ({
      title,
      width: Math.max(NARROWEST, Math.min(WIDEST, Math.round(width / PIXELS_A_CHARACTER)))
    }))
    const started = await client.lists.export({ name, columns, rows: shown.rows.map((row) => [...row]) }, { key })
    const { file, rows } = await tracker.outcome(started)
    if (await shell.saveFile(file)) told.value = `已导出 ${formatCount(rows)} 行。`
  })
  return {
    busy: exporting.busy,
    failure: exporting.failure,
    told,
    async run() {
      told.value = ''
      await exporting.run(name)
    }
  }
}
