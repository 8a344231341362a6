/** The code of a row, typed by a scanner like a keyboard, wherever the keys are on a page of lists. */
import { useSession } from '@renderer/app'
import { useOffice } from '@renderer/client'
import { createWedge } from '@renderer/ui'
import { readScan, rowCodeRefusalTexts, type Scan } from '@shared/domain/scan-code'
import { onBeforeUnmount, onMounted } from 'vue'

export interface RowScanParts {
  /** A scan was heard, whatever comes of it. */
  readonly heard?: () => void
  /** A row of a list of this office that the account may see. */
  readonly found: (list: string, row: number) => void
  /** Why a scan led nowhere, in words. */
  readonly told: (words: string) => void
  readonly failed: (error: unknown) => void
}

export interface RowScan {
  /** Takes what a slow scanner typed, where no burst told it from a hand. */
  readonly take: (typed: string) => void
}

const NOT_WHOLE = '没有扫全，请把纸铺平再扫一次，或按行号录入。'

export function useRowScan({ heard, found, told, failed }: RowScanParts): RowScan {
  const { client } = useOffice()
  const session = useSession()
  /** Scans come quicker than answers: only the last one counts. */
  let asked = 0

  async function look(number: number, row: number): Promise<void> {
    const mine = ++asked
    try {
      const answer = await client.rosters.find({ number, row })
      if (mine === asked) found(answer.id, answer.row)
    } catch (error) {
      if (mine === asked) failed(error)
    }
  }
  function onScan(scan: Scan): void {
    heard?.()
    if (scan.kind === 'row') void look(scan.list, scan.row)
    else if (scan.kind === 'refused') told(Object.entries(rowCodeRefusalTexts).find(([reason]) => reason === scan.reason)?.[1] ?? NOT_WHOLE)
    else told(scan.kind === 'text' ? NOT_WHOLE : '扫到的是证件，不是名单上的码。请扫名单每行左边的方码。')
  }
  const isPractice = (): boolean => session.session?.office.practice === true
  const wedge = createWedge({ onScan, practice: isPractice })
  let detach: (() => void) | null = null
  onMounted(() => (detach = wedge.attach(document)))
  onBeforeUnmount(() => {
    asked += 1
    detach?.()
  })
  return { take: (typed) => onScan(readScan(typed, isPractice())) }
}
