/** The code of a row of a 调查核实表, typed by a scanner like a keyboard, wherever the keys are. */
import { useSession } from '@renderer/app'
import { createWedge } from '@renderer/ui'
import { readScan, rowCodeRefusalTexts, type Scan } from '@shared/domain/scan-code'
import { onBeforeUnmount, onMounted } from 'vue'

const NOT_WHOLE = '没有扫全，请把纸铺平再扫一次，或按行号录入。'

export function useSheetScan(
  found: (sheet: number, row: number) => void,
  told: (words: string) => void
): { readonly take: (typed: string) => void } {
  const session = useSession()
  function onScan(scan: Scan): void {
    if (scan.kind === 'row') found(scan.list, scan.row)
    else if (scan.kind === 'refused') told(Object.entries(rowCodeRefusalTexts).find(([reason]) => reason === scan.reason)?.[1] ?? NOT_WHOLE)
    else told(scan.kind === 'text' ? NOT_WHOLE : '扫到的是证件，不是表上的码。请扫每行左边的方码。')
  }
  const isPractice = (): boolean => session.session?.office.practice === true
  const wedge = createWedge({ onScan, practice: isPractice })
  let detach: (() => void) | null = null
  onMounted(() => (detach = wedge.attach(document)))
  onBeforeUnmount(() => detach?.())
  return { take: (typed) => onScan(readScan(typed, isPractice())) }
}
