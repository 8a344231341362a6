// Why: with the person standing at the desk few keys must do; what may not be done now is not offered, and nothing is shown before it is asked for.
import type { DeskView } from '@shared/contract/desk'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { clearStage, open, press, Refused, text, type Answers } from '../../../test/kit/page-stage'
import { view as person } from '../../../test/kit/person-view'
import DeskNew from './desk-new.page.vue'
import DeskRequest from './desk-request.page.vue'
import { dueWords, stateOf } from './desk-words'

afterEach(clearStage)

const id = '0190aaaa-0000-7000-8000-000000000001'
const personId = person().id
const view = (over: Partial<DeskView> = {}): DeskView => ({
  ...{ id, revision: 2, number: 482163905, kind: 'correct', state: 'open', personName: '测甲', capacity: 'self', receivedOn: '2026-03-05' },
  ...{ dueOn: '2026-03-26', daysLeft: 21, decision: null, closedOn: null, asker: null, papers: ['id_card'], wanted: '应为测乙' },
  ...{ fields: ['name'], evidence: '户口簿', dueRule: '十五个工作日', reason: null, decidedBy: null, decidedAt: null, kept: [] },
  ...{ doneAt: null, handed: null, createdBy: '甲', marked: false, corrections: 0, history: [] },
  person: { ...{ id: personId, name: '测甲', sex: '2', birthDate: '1990-03-05', idNoMasked: null, phoneMasked: null }, ...places },
  ...over
})
const places = { hukouName: '临县', kind: null, residenceName: null, startedOn: null, status: 'active' } as const
const answers = (now: DeskView, over: Answers = {}): Answers => ({ 'desk.get': () => now, ...over })
const at = { path: '/desk/:id', at: `/desk/${id}` }
const buttons = (): string[] => Array.from(document.querySelectorAll('button'), (one) => one.textContent.trim())

describe('a request', () => {
  it('that waits › is decided by the signer only', async () => {
    await open(DeskRequest, answers(view()), ['desk.take', 'persons.write'], 'main', at)
    expect(text()).toContain('还有 21 天')
    expect(buttons().some((word) => word.startsWith('答复'))).toBe(false)
    clearStage()
    await open(DeskRequest, answers(view()), ['desk.take', 'desk.decide'], 'main', at)
    expect(buttons().some((word) => word.startsWith('答复'))).toBe(true)
    expect(buttons().some((word) => word.startsWith('送达办结'))).toBe(false)
  })

  it('agreed to › leads to the file, and is closed with how it was handed over', async () => {
    const { sentTo } = await open(
      DeskRequest,
      answers(view({ state: 'decided', decision: 'granted' }), {
        'desk.close': () => {
          throw new Refused('desk.not_done')
        }
      }),
      ['desk.take', 'persons.write'],
      'main',
      at
    )
    expect(buttons()).toContain('更正档案')
    await press('送达办结')
    document.querySelector('dialog[open] form')?.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }))
    await flushPromises()
    expect(sentTo('desk.close')).toMatchObject([{ input: { id, revision: 2, handed: 'paper' } }])
    expect(text()).toContain('已经同意的事还没有做')
  })

  it('days › are told calmly, whatever they are', () => {
    expect([3, 0, -2, null].map(dueWords)).toEqual(['还有 3 天', '今天', '逾期 2 天', ''])
    expect(stateOf({ state: 'open', daysLeft: -1 })).toEqual({ state: 'late', text: '待答复' })
    expect(stateOf({ state: 'closed', daysLeft: null })).toEqual({ state: 'done', text: '已办结' })
  })
})

describe('taking in', () => {
  it('nobody chosen › is said at the field and nothing is sent', async () => {
    const { sentTo } = await open(DeskNew, {}, ['desk.take', 'persons.read'])
    await press('受理')
    expect(text()).toContain('请先选定档案')
    expect(sentTo('desk.receive')).toEqual([])
  })
})
