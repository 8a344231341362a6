// Why: taking back a whole list touches hundreds of files, so it is never confirmed before what goes and what stays was on screen.
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { clearStage, open, press, Refused, text } from '../../../test/kit/page-stage'
import UndoDialog from './components/undo-dialog.vue'
import type { UndoPreview } from './list-words'

afterEach(clearStage)

const ACT = '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb2aa'
const preview = (over: Partial<UndoPreview> = {}): UndoPreview => ({
  act: {
    ...{ id: ACT, kind: 'import', at: '2026-03-01T01:00:00.000Z', by: '甲员', note: null, state: 'done', undoneAt: null, undoneBy: null },
    ...{ changed: 12, created: 1300 }
  },
  ...{ conflicts: [], conflictCount: 0, kept: [], keptCount: 0 },
  ...over
})

async function dialog(answer: () => unknown) {
  const subject = ref<{ act: string; file: string } | null>({ act: ACT, file: '三月名单.xlsx' })
  let confirmed = 0
  const page = defineComponent(
    () => () =>
      h(UndoDialog, { subject: subject.value, busy: false, onConfirm: () => (confirmed += 1), onClose: () => (subject.value = null) })
  )
  await open(page, { 'acts.preview': answer }, ['persons.write'])
  const button = (): HTMLButtonElement | undefined =>
    Array.from(document.querySelectorAll('button')).find((each) => each.textContent.trim() === '撤销这次导入')
  return { button, confirmed: () => confirmed }
}

it('undo dialog › says what goes › and what stays with its reason', async () => {
  const { button, confirmed } = await dialog(() =>
    preview({
      conflicts: [{ personId: ACT, name: '测甲', label: '联系电话', acted: '138****0001', present: null }],
      ...{ conflictCount: 1, keptCount: 300, kept: [{ personId: ACT, name: '测乙', why: '已有交流单' }] }
    })
  )
  expect(text()).toContain('将删去这次新建的 1,300 份档案，把改过的 12 份档案恢复原样，其中 300 份留下。')
  for (const words of ['三月名单.xlsx', '测乙', '已有交流单', '前 1 份', '测甲', '联系电话', '138****0001', '（空）'])
    expect(text()).toContain(words)
  button()?.click()
  expect(confirmed()).toBe(1)
})

it('undo dialog › cannot be confirmed › before the office has answered', async () => {
  let answer: (found: UndoPreview) => void = () => undefined
  const { button } = await dialog(() => new Promise<UndoPreview>((resolve) => (answer = resolve)))
  expect([button()?.disabled, text().includes('正在看')]).toEqual([true, true])
  answer(preview())
  await flushPromises()
  expect(button()?.disabled).toBe(false)
})

it('undo dialog › says why it cannot look › and closes', async () => {
  const { button } = await dialog(() => {
    throw new Refused('acts.unknown')
  })
  expect([button()?.disabled, document.querySelector('[role=alert]') !== null]).toEqual([true, true])
  await press('返回')
  expect(document.querySelector('dialog[open]')).toBeNull()
})
