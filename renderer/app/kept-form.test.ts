// Why: a draft that comes late may neither overwrite what was typed nor be overwritten by it; both stay until their user decides.
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { defineComponent, h, reactive, ref } from 'vue'
import { clearStage, open, press, Refused, text, type Answers } from '../../test/kit/page-stage'
import { useKeptForm, type KeptForm } from './kept-form'
import KeptFormNotices from './kept-form-notices.vue'

afterEach(() => {
  clearStage()
  vi.useRealTimers()
})

interface Note {
  readonly words: string
  readonly about: string
}
const THEN = '2026-03-05T01:00:00.000Z'
const EARLIER = '2026-03-04T01:00:00.000Z'
const old: Note = { words: '旧的半句', about: '' }

function parse(kept: unknown): Note | null {
  if (typeof kept !== 'object' || kept === null || !('words' in kept) || !('about' in kept)) return null
  const { words, about } = kept
  return typeof words === 'string' && typeof about === 'string' ? { words, about } : null
}

/** A form opened for `about`, with a file in the office that takes what is written. `arrive` lets the first look be answered. */
async function form(file: unknown, { about = '', answers = {} }: { about?: string; answers?: Answers } = {}) {
  const office = reactive<{ file: { value: unknown; savedAt: string } | null }>({
    file: file === null ? null : { value: file, savedAt: THEN }
  })
  let arrive = (): void => undefined
  const held = new Promise<void>((resolve) => (arrive = resolve))
  const words = ref('')
  const made: KeptForm<Note>[] = []
  const page = defineComponent(() => {
    const kept = useKeptForm<Note>({
      form: 'note',
      subject: '',
      typed: () => ({ words: words.value, about }),
      held: () => ({ words: '', about }),
      put: (value) => (words.value = value.words),
      parse,
      belongs: (value) => value.about === about
    })
    made.push(kept)
    void kept.restore().catch(() => undefined)
    return () => h(KeptFormNotices, { kept })
  })
  const { sentTo, router } = await open(
    page,
    {
      'drafts.get': async () => {
        await held
        return { draft: office.file === null ? null : { ...office.file } }
      },
      'drafts.save': ({ value }: { value: unknown }) => {
        office.file = { value: JSON.parse(JSON.stringify(value)) as unknown, savedAt: '2026-03-05T02:00:00.000Z' }
        return { savedAt: office.file.savedAt }
      },
      'drafts.discard': () => {
        office.file = null
        return { discarded: true }
      },
      ...answers
    },
    []
  )
  const [kept] = made
  if (!kept) throw new RangeError('the form did not open')
  return {
    kept,
    words,
    router,
    sentTo,
    onFile: () => office.file?.value ?? null,
    async arrive() {
      arrive()
      await flushPromises()
    },
    async written() {
      await vi.advanceTimersByTimeAsync(2000)
    }
  }
}
/** Typing comes before the draft does. */
async function late(file: unknown = old, parts: Parameters<typeof form>[1] = {}) {
  const it = await form(file, parts)
  vi.useFakeTimers()
  it.words.value = '新的话'
  await flushPromises()
  return it
}

describe('useKeptForm › a draft that comes at once', () => {
  test('is put, and its time is told', async () => {
    const { arrive, words, kept } = await form(old)
    await arrive()
    expect([words.value, kept.restoredAt.value, kept.offered.value]).toEqual(['旧的半句', THEN, null])
    expect(text()).toContain('已接着')
  })
  test('about something else › is offered, and stays on file untouched', async () => {
    const { arrive, words, kept, onFile } = await form({ ...old, about: '乙' }, { about: '甲' })
    await arrive()
    expect([words.value, kept.restoredAt.value, kept.offered.value?.value]).toEqual(['', null, { ...old, about: '乙' }])
    expect(onFile()).toEqual({ ...old, about: '乙' })
  })
})

describe('useKeptForm › a draft that comes after something was typed', () => {
  test('the typed text stays, and the draft is offered with its time', async () => {
    const { arrive, words, kept } = await late()
    await arrive()
    expect([words.value, kept.restoredAt.value, kept.offered.value]).toEqual(['新的话', null, { value: old, savedAt: THEN }])
    expect(text()).toContain('没写完的草稿')
    expect(text()).toContain('会换掉现在填的')
  })
  test('nothing is written › before the draft on file was seen', async () => {
    const { arrive, written, sentTo, onFile } = await late()
    await written()
    expect([sentTo('drafts.save'), onFile()]).toEqual([[], old])
    await arrive()
    await written()
    expect(onFile()).toEqual({ newest: { words: '新的话', about: '' }, older: [{ value: old, savedAt: THEN }] })
  })
  test('letters under way in an input method › count as typed', async () => {
    const { arrive, words, kept } = await form(old)
    document.dispatchEvent(new Event('compositionstart'))
    await arrive()
    expect([words.value, kept.offered.value?.value]).toEqual(['', old])
  })
  test('what was typed and rubbed out again › leaves the draft its place and its file', async () => {
    const { arrive, written, words, kept, onFile } = await late()
    await vi.advanceTimersByTimeAsync(700)
    words.value = ''
    await arrive()
    await written()
    expect([words.value, kept.offered.value, onFile()]).toEqual(['旧的半句', null, old])
  })
  test('that says what was typed › is not offered', async () => {
    const { arrive, kept } = await late({ words: '新的话', about: '' })
    await arrive()
    expect(kept.offered.value).toBeNull()
  })
  test('taking it up › puts it, and it alone is on file', async () => {
    const { arrive, written, words, kept, onFile } = await late()
    await arrive()
    await written()
    await press('改为接着写它')
    expect([words.value, kept.offered.value, kept.restoredAt.value]).toEqual(['旧的半句', null, THEN])
    await written()
    expect(onFile()).toEqual(old)
  })
  test('letting it go › takes it away and leaves the typed text its draft', async () => {
    const { arrive, written, words, kept, onFile } = await late()
    await arrive()
    await written()
    await press('不要它')
    expect([words.value, kept.offered.value, onFile()]).toEqual(['新的话', null, { words: '新的话', about: '' }])
  })
  test('letting it go › empties the file › while nothing is typed', async () => {
    const { arrive, kept, onFile } = await form({ ...old, about: '乙' }, { about: '甲' })
    await arrive()
    await press('不要它')
    expect([kept.offered.value, onFile()]).toEqual([null, null])
  })
})

describe('useKeptForm › the undecided draft', () => {
  test.each(['settle', 'forget'] as const)('outlives %s, and is offered until it is decided', async (end) => {
    const { arrive, written, kept, onFile } = await late()
    await arrive()
    await written()
    await kept[end]()
    expect(kept.offered.value?.value).toEqual(old)
    expect(onFile()).toEqual({ newest: null, older: [{ value: old, savedAt: THEN }] })
  })
  test('of the next visit › comes with its own time, after the newest', async () => {
    const { arrive, words, kept } = await form({ newest: { words: '新的话', about: '' }, older: [{ value: old, savedAt: EARLIER }] })
    await arrive()
    expect([words.value, kept.restoredAt.value, kept.offered.value]).toEqual(['新的话', THEN, { value: old, savedAt: EARLIER }])
  })
  test('left alone on file › is put with its own time', async () => {
    const { arrive, words, kept } = await form({ newest: null, older: [{ value: old, savedAt: EARLIER }] })
    await arrive()
    expect([words.value, kept.restoredAt.value, kept.offered.value]).toEqual(['旧的半句', EARLIER, null])
  })
  test('several › are offered one after the other', async () => {
    const older = [
      { value: old, savedAt: THEN },
      { value: { ...old, words: '更旧的' }, savedAt: EARLIER }
    ]
    const { arrive, kept } = await late({ newest: null, older })
    await arrive()
    expect(kept.offered.value?.value.words).toBe('旧的半句')
    await press('不要它')
    expect(kept.offered.value?.value.words).toBe('更旧的')
    await press('不要它')
    expect(kept.offered.value).toBeNull()
  })
  test('what is no draft of the form › is left out', async () => {
    const { arrive, kept, words } = await form({
      newest: 7,
      older: ['x', { value: {}, savedAt: EARLIER }, { value: old, savedAt: EARLIER }]
    })
    await arrive()
    expect([words.value, kept.restoredAt.value, kept.offered.value]).toEqual(['旧的半句', EARLIER, null])
  })
})

describe('useKeptForm › a file that cannot be read', () => {
  test('is never written over, and the next change tries again', async () => {
    let refuse = true
    const { written, words, kept, onFile, sentTo } = await late(null, {
      answers: {
        'drafts.get': () => {
          if (refuse) throw new Refused('storage.busy')
          return { draft: { value: old, savedAt: THEN } }
        }
      }
    })
    await written()
    expect([kept.failing.value, sentTo('drafts.save')]).toEqual([true, []])
    refuse = false
    words.value = '新的话，再写'
    await flushPromises()
    await written()
    expect([kept.failing.value, kept.offered.value?.value]).toEqual([false, old])
    expect(onFile()).toMatchObject({ newest: { words: '新的话，再写' } })
  })
})
