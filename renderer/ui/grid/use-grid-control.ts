/** What keys and mouse do to a grid: the active cell, the selection, copying and opening. */
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { isImeKey } from '../form/composing'
import type { GridColumn } from './column'
import { asHtmlTable, asTabText } from './copy-table'
import { createTypeAhead, step, type GridPlace } from './grid-step'
import type { RowSource } from './row-source'
import type { RowWindow } from './use-row-window'
import type { Selection } from './selection'

/** A stretch selected with Shift has to be loaded to know its rows. */
export const LONGEST_STRETCH = 2000

export interface GridParts<Row> {
  readonly source: RowSource<Row>
  readonly window: RowWindow
  readonly selection: Selection<Row>
  readonly columns: ComputedRef<readonly GridColumn<Row>[]>
  readonly selectable: () => boolean
  readonly typeAhead: (row: Row) => readonly string[]
  readonly say: (text: string) => void
  readonly open: (row: Row, full: boolean) => void
}

export interface GridControl {
  readonly place: Readonly<Ref<GridPlace>>
  readonly activeId: ComputedRef<{ readonly row: number; readonly column: number }>
  goTo(row: number, column?: number): void
  onKey(event: KeyboardEvent): void
  onCopy(event: ClipboardEvent): void
  onRowClick(row: number, event: MouseEvent): void
}

export function useGridControl<Row>(parts: GridParts<Row>): GridControl {
  const { source, window, selection, columns } = parts
  const place = ref<GridPlace>({ row: 0, column: 0 })
  const typed = createTypeAhead()
  let anchor = 0

  const bounds = () => ({ rows: source.length.value, columns: columns.value.length, page: window.pageRows.value })
  const current = (): Row | undefined => source.row(place.value.row)

  function goTo(row: number, column = place.value.column): void {
    const last = Math.max(0, source.length.value - 1)
    place.value = { row: Math.max(0, Math.min(last, row)), column }
    window.show(place.value.row)
  }

  async function selectTo(row: number): Promise<void> {
    const [from, to] = [Math.min(anchor, row), Math.max(anchor, row) + 1]
    if (to - from > LONGEST_STRETCH) {
      parts.say(`一次最多连选 ${String(LONGEST_STRETCH)} 行，全选请按 Ctrl+A`)
      return
    }
    await source.want(from, to)
    const rows = Array.from({ length: to - from }, (_, at) => source.row(from + at)).filter((found) => found !== undefined)
    selection.set(rows)
  }

  async function toEnd(extend: boolean): Promise<void> {
    await source.toEnd()
    if (!source.ended.value) return
    goTo(source.length.value - 1, columns.value.length - 1)
    if (extend) await selectTo(place.value.row)
  }

  function move(event: KeyboardEvent): boolean {
    if (event.key === 'End' && event.ctrlKey && !source.ended.value) {
      void toEnd(event.shiftKey && parts.selectable())
      return true
    }
    const next = step(place.value, event, bounds())
    if (!next) return false
    goTo(next.row, next.column)
    if (event.shiftKey && parts.selectable()) void selectTo(next.row)
    else anchor = next.row
    return true
  }

  function selectAll(): void {
    selection.selectAll()
    parts.say(source.ended.value ? `已选全部 ${String(source.length.value)} 行` : '已选查到的全部行')
  }

  function act(event: KeyboardEvent): boolean {
    if (event.ctrlKey && event.key.toLowerCase() === 'a' && parts.selectable()) selectAll()
    else if (event.key === 'Enter' && !event.repeat) openCurrent(event.ctrlKey)
    else if (event.key === ' ' && parts.selectable()) toggleCurrent()
    else return false
    return true
  }
  function openCurrent(full: boolean): void {
    const row = current()
    if (row !== undefined) parts.open(row, full)
  }
  function toggleCurrent(): void {
    const row = current()
    if (row === undefined) return
    anchor = place.value.row
    selection.toggle(row)
  }

  function search(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.altKey || event.metaKey || Array.from(event.key).length !== 1 || event.key === ' ') return false
    const word = typed(event.key, event.timeStamp)
    const start = place.value.row + (word.length === 1 ? 1 : 0)
    for (let row = start; row < source.length.value; row += 1) {
      const found = source.row(row)
      if (found === undefined) break
      if (parts.typeAhead(found).some((text) => text.toLowerCase().startsWith(word))) {
        goTo(row)
        anchor = row
        return true
      }
    }
    return true
  }

  return {
    place,
    activeId: computed(() => ({ row: place.value.row, column: Math.min(place.value.column, Math.max(0, columns.value.length - 1)) })),
    goTo,
    onKey(event) {
      if (isImeKey(event)) return
      if (move(event) || act(event) || search(event)) event.preventDefault()
    },
    onCopy(event) {
      const single = current()
      if (selection.chosen.value.all) {
        parts.say('已选全部行，数量不定，请用“导出”')
        return
      }
      const rows = selection.rows.value.length > 0 ? selection.rows.value : single === undefined ? [] : [single]
      if (rows.length === 0 || !event.clipboardData) return
      const table = [columns.value.map((column) => column.title), ...rows.map((row) => columns.value.map((column) => column.text(row)))]
      event.preventDefault()
      event.clipboardData.setData('text/plain', asTabText(table))
      event.clipboardData.setData('text/html', asHtmlTable(table))
      parts.say(`已复制 ${String(rows.length)} 行`)
    },
    onRowClick(row, event) {
      goTo(row)
      if (!parts.selectable()) return
      if (event.shiftKey) void selectTo(row)
      else {
        anchor = row
        if (event.ctrlKey) toggleCurrent()
      }
    }
  }
}
