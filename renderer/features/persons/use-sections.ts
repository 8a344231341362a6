/** Which sections of the form stand open: those in use, those a message points at, and those the clerk opened. */
import { reactive, watch, type Ref } from 'vue'
import { childTyped, spouseTyped, type PersonForm } from './person-form'
import { isMarried } from './words'

/** By the letter of their key: 配偶, 子女, 户, 单位, 其他. */
export type SectionKey = 'p' | 'z' | 'h' | 'w' | 'q'
const KEYS: readonly SectionKey[] = ['p', 'z', 'h', 'w', 'q']

const AT: readonly (readonly [RegExp, SectionKey])[] = [
  [/^spouse\./, 'p'],
  [/^children\./, 'z'],
  [/^(householdId|relationToHead)$/, 'h'],
  [/^(employer[A-Z]\w*|occupation)$/, 'w'],
  [
    /^(formerName|idType|pinyin|ethnicity|education|hukouType|firstMarriedOn|currentMarriedOn|marriageCertNo|onlyChildCert\w+|phoneOwner|phones\..*|note|why)$/,
    'q'
  ]
]

/** @returns the section that holds a field; null for those that always stand open */
export const sectionOf = (path: string): SectionKey | null => AT.find(([names]) => names.test(path))?.[1] ?? null

/** A marriage asks for the spouse, so that nobody has to open the section by hand. */
const inUse = (form: PersonForm): SectionKey[] =>
  KEYS.filter((key) => {
    if (key === 'p') return isMarried(form.marital) || spouseTyped(form.spouse)
    if (key === 'z') return form.children.some(childTyped)
    if (key === 'h') return form.householdId !== null
    if (key === 'w') return `${form.employerName}${form.occupation}` !== ''
    return form.phones.length > 0 || `${form.formerName}${form.note}` !== ''
  })

/** @param editing a change has a reason, which stands under 其他 */
export function useSections(form: Readonly<Ref<PersonForm>>, errors: Readonly<Ref<Readonly<Record<string, string>>>>, editing: boolean) {
  const open = reactive<Record<SectionKey, boolean>>({ p: false, z: false, h: false, w: false, q: editing })
  watch(
    () => inUse(form.value).join(''),
    (keys, before) => {
      for (const key of KEYS) if (keys.includes(key) && before?.includes(key) !== true) open[key] = true
    },
    { immediate: true }
  )
  watch(errors, (found) => {
    for (const path of Object.keys(found)) {
      const key = sectionOf(path)
      if (key !== null) open[key] = true
    }
  })
  return {
    open,
    /** For the next person only what is in use stands open. */
    reset(): void {
      const keys = inUse(form.value)
      for (const key of KEYS) open[key] = keys.includes(key)
    }
  }
}
