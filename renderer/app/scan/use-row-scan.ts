/** Going to a row of a paper while answers are keyed in: by its number, by a scanner in the number's field, or by a scanner anywhere else. */
import { ref, watch, type Ref } from 'vue'
import { createSlowDigits } from './slow-digits'

export interface RowScanParts {
  /** The row that stands open; whenever it is another object, its number stands in the field again. */
  readonly row: () => { readonly row: number } | null
  /** Shows a row, 0 for what is no number. @returns whether there is such a row */
  readonly show: (row: number) => boolean | Promise<boolean>
  readonly focus: () => Promise<void>
  /** Whatever a scanner's digits chose is put back as it stood. */
  readonly restore: () => void
  readonly scanned: (digits: string) => void
}

export interface RowScan {
  readonly typedRow: Ref<string>
  /** Before the fields hear them: digits on their way to an answer may be a code. */
  readonly hear: (event: KeyboardEvent) => void
  readonly goToRow: () => Promise<void>
  readonly forgetKeys: () => void
}

/** Digits of a row number; what is longer was scanned. */
const LONGEST_ROW = 5
const TEXTUAL = new Set(['text', 'tel', 'search'])

export function useRowScan({ row, show, focus, restore, scanned }: RowScanParts): RowScan {
  const slow = createSlowDigits()
  const typedRow = ref('')
  const standing = (): string => String(row()?.row ?? '')
  watch(row, () => (typedRow.value = standing()), { immediate: true })
  return {
    typedRow,
    hear(event) {
      if (event.target instanceof HTMLInputElement && TEXTUAL.has(event.target.type)) return
      const code = slow.hear(event)
      if (code === null) return
      event.preventDefault()
      event.stopImmediatePropagation()
      restore()
      scanned(code)
    },
    async goToRow() {
      const asked = typedRow.value.trim()
      if (asked.length > LONGEST_ROW) {
        typedRow.value = standing()
        scanned(asked)
        return
      }
      if (asked === '' || asked === standing()) return
      if (await show(/^\d{1,5}$/.test(asked) ? Number(asked) : 0)) await focus()
    },
    forgetKeys: slow.forget
  }
}
