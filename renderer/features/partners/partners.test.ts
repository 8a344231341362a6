/** Trust begins with forty digits typed from paper by two people; the page offers no shortcut. */
import { flushPromises } from '@vue/test-utils'
import type { Partner } from '@shared/contract/exchange'
import { afterEach, describe, expect, test } from 'vitest'
import ConfirmCard from './components/confirm-card.vue'
import { comparedBy, digitLines } from './partner-words'
import { clearStage, field, open, press, Refused, text, type } from '../../../test/kit/page-stage'
import { defineComponent, h, ref } from 'vue'

afterEach(clearStage)

const digits = '11111 22222 33333 44444 55555 66666 77777 88888'
const partner: Partner = {
  id: '0190d0d0-0000-7000-8000-000000000001',
  name: '临县卫健局',
  code: '141124-00',
  formerCodes: [],
  phone: '',
  officeId: 'a'.repeat(32),
  trust: 'pending',
  card: null,
  suite: { inUse: null, bound: false },
  confirmedBy: [],
  lastHeardAt: null,
  lastCarriedAt: null,
  openOut: 0,
  openIn: 0
}

/** The dialog opened on a bare page. */
const stage = (answers: Record<string, (input: never) => unknown>) => {
  const isOpen = ref(false)
  const told = ref('')
  const page = defineComponent(() => () => [
    h('button', { type: 'button', onClick: () => (isOpen.value = true) }, '打开'),
    h('p', told.value),
    h(ConfirmCard, { open: isOpen.value, partner, onDone: (words: string) => (told.value = words) })
  ])
  return open(page, answers, ['partners.confirm'])
}

describe('ConfirmCard', () => {
  test('asks for all forty digits before anything is sent', async () => {
    const { sentTo } = await stage({ 'partners.confirm': () => ({ id: partner.id, trust: 'pending' }) })
    await press('打开')
    await type('核对数字', digits.slice(0, 30))
    expect(text()).toContain('已输 25/40 位')
    await press('核对')
    expect(sentTo('partners.confirm')).toEqual([])
    await type('核对数字', digits)
    await press('核对')
    expect(sentTo('partners.confirm').map(({ input }) => input)).toEqual([{ id: partner.id, digits, qr: '', way: 'form', second: null }])
    expect(text()).toContain('还须另一位同事登录后核对')
  })

  test('never shows the digits it asks for', async () => {
    await stage({})
    await press('打开')
    expect(text()).not.toContain('11111')
  })

  test('a second person present › proves himself with his own name and passphrase', async () => {
    const { sentTo } = await stage({ 'partners.confirm': () => ({ id: partner.id, trust: 'confirmed' }) })
    await press('打开')
    await type('核对数字', digits)
    field('第二人也在场').click()
    await flushPromises()
    await press('核对')
    expect(sentTo('partners.confirm')).toEqual([])
    await type('第二人用户名', '李')
    await type('第二人口令', '春风 拂面 山高 水长 同舟')
    await press('核对')
    expect(sentTo('partners.confirm').map(({ input }) => input)).toMatchObject([{ second: { account: '李' } }])
    expect(text()).toContain('已由两人核对')
  })

  test('digits that differ › are said plainly, and a passphrase does not stay on screen', async () => {
    await stage({
      'partners.confirm': () => {
        throw new Refused('partners.digits_differ')
      }
    })
    await press('打开')
    await type('核对数字', digits)
    field('第二人也在场').click()
    await flushPromises()
    await type('第二人用户名', '李')
    await type('第二人口令', 'geheim')
    await press('核对')
    expect(text()).toContain('数字不一致')
    expect(text()).toContain('对方的包仍不会导入')
    expect(field('第二人口令').value).toBe('')
  })
})

describe('words', () => {
  test('digits stand in two lines of four groups', () => {
    expect(digitLines(digits)).toEqual([
      ['11111', '22222', '33333', '44444'],
      ['55555', '66666', '77777', '88888']
    ])
  })
  test('who compared is named', () => {
    expect(comparedBy({ confirmedBy: [] })).toBe('还没有人核对')
    expect(comparedBy({ confirmedBy: [{ account: '张', at: '', way: 'form' }] })).toBe('张 已核对')
  })
})
