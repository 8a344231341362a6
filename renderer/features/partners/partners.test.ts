/** Trust begins with forty digits typed from paper by two people; the page offers no shortcut. */
import { flushPromises } from '@vue/test-utils'
import type { Partner } from '@shared/contract/exchange'
import { afterEach, describe, expect, test, vi } from 'vitest'
import AddDialog from './components/add-dialog.vue'
import ConfirmCard from './components/confirm-card.vue'
import LeftBehindDialog from './components/left-behind-dialog.vue'
import { comparedBy, digitLines, discardWords, trustOf } from './partner-words'
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
  introducedBy: null,
  card: null,
  succeeds: null,
  succeededBy: null,
  closedAt: null,
  lostBy: null,
  awaitsOurs: false,
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
    const { sentTo } = await stage({ 'partners.confirm': () => ({ id: partner.id, trust: 'pending', closed: null }) })
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
    const { sentTo } = await stage({ 'partners.confirm': () => ({ id: partner.id, trust: 'confirmed', closed: null }) })
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

describe('a link whose place another took', () => {
  const slip = (id: string, slipNo: string, direction: 'out' | 'in') => ({
    ...{ id, slipNo, direction, kind: 'XC', status: 'delivered', partnerId: partner.id, partnerName: partner.name, subjectName: '王小明' },
    ...{ urgency: null, issuedOn: null, dueOn: null, workDueOn: null, answeredOn: null, daysLeft: null }
  })
  const left = {
    rows: [
      { slip: slip('0190d0d0-0000-7000-8000-00000000000a', '甲-1', 'out'), way: 'draft' },
      { slip: slip('0190d0d0-0000-7000-8000-00000000000b', '甲-2', 'out'), way: 'again' },
      { slip: slip('0190d0d0-0000-7000-8000-00000000000c', '乙-3', 'in'), way: 'answer' },
      { slip: slip('0190d0d0-0000-7000-8000-00000000000d', '甲-4', 'out'), way: 'wait' }
    ],
    count: 4
  }
  const dialog = (answers: Record<string, (input: never) => unknown>, maySend = true) => {
    const told = ref('')
    const page = defineComponent(() => () => [
      h('p', told.value),
      h(LeftBehindDialog, { open: true, partner, maySend, onDone: (words: string) => (told.value = words) })
    ])
    return open(page, { 'slips.leftBehind': () => left, ...answers }, ['slips.write'])
  }

  test('nothing is chosen by itself › what is chosen goes, and nothing else', async () => {
    const { sentTo } = await dialog({ 'slips.sendAnew': () => ({ drafts: [partner.id], again: [] }) })
    await flushPromises()
    await press('改发选中的 0 张')
    expect(sentTo('slips.sendAnew')).toEqual([])
    expect(document.querySelectorAll('tbody input')).toHaveLength(2)
    document.querySelector<HTMLInputElement>('[aria-label="改发 甲-1"]')?.click()
    await flushPromises()
    await press('改发选中的 1 张')
    expect(sentTo('slips.sendAnew').map(({ input }) => input)).toEqual([{ ids: ['0190d0d0-0000-7000-8000-00000000000a'] }])
    expect(text()).toContain('另起草稿 1 张')
  })

  test('a choice half made › is on file within two seconds, stands again after a crash, and is gone once it was sent', async () => {
    const id = '0190d0d0-0000-7000-8000-00000000000a'
    const { sentTo } = await dialog({ 'slips.sendAnew': () => ({ drafts: [id], again: [] }) })
    vi.useFakeTimers()
    document.querySelector<HTMLInputElement>('[aria-label="改发 甲-1"]')?.click()
    await vi.advanceTimersByTimeAsync(2000)
    vi.useRealTimers()
    const saved = { form: 'partners.left', subject: partner.id, value: [id] }
    expect(sentTo('drafts.save').map(({ input }) => input)).toEqual([saved])
    clearStage()
    const draft = { value: [id, 'gone'], savedAt: '2026-03-05T01:00:00.000Z' }
    const again = await dialog({ 'drafts.get': () => ({ draft }), 'slips.sendAnew': () => ({ drafts: [id], again: [] }) })
    await flushPromises()
    expect(text()).toContain('已接着 2026-03-05')
    await press('改发选中的 1 张')
    expect(again.sentTo('slips.sendAnew').map(({ input }) => input)).toEqual([{ ids: [id] }])
    expect(again.sentTo('drafts.discard')).toHaveLength(1)
  })

  test('who may not write › reads what is open, and is offered nothing', async () => {
    await dialog({}, false)
    await flushPromises()
    expect(text()).toContain('待我答复')
    expect(text()).toContain('等对方反馈，不用改发')
    expect(document.querySelectorAll('tbody input')).toHaveLength(0)
    expect(text()).not.toContain('改发选中的')
  })

  test('a card named as its successor › needs a word that the office was asked, and is registered for that link', async () => {
    const card = {
      officeId: 'b'.repeat(32),
      code: '141124-00',
      name: '临县卫健局',
      phone: '',
      version: 1,
      fingerprint: 'SHA256:x',
      digits,
      practice: false
    }
    const { sentTo } = await open(
      defineComponent(() => () => h(AddDialog, { file: 'ticket', former: partner })),
      {
        'partners.readCard': () => ({ card, knownAs: null, proposedBy: ['某省卫健委'] }),
        'partners.add': () => ({ id: 'n', directory: null })
      },
      ['partners.manage']
    )
    await flushPromises()
    expect(text()).toContain('目录只供参考')
    await press('登记')
    expect(sentTo('partners.add')).toEqual([])
    field('已按官方电话问清对方丢失了主密钥，新的登记表已盖章寄到').click()
    await flushPromises()
    await press('登记')
    expect(sentTo('partners.add').map(({ input }) => input)).toEqual([{ file: 'ticket', succeeds: partner.id }])
  })
})

describe('words', () => {
  test('digits stand in two lines of four groups', () => {
    expect(digitLines(digits)).toEqual([
      ['11111', '22222', '33333', '44444'],
      ['55555', '66666', '77777', '88888']
    ])
  })
  test('a link that our own lost key ended › is not told as theirs, and the present one waits for them', () => {
    expect(trustOf({ ...partner, trust: 'closed', lostBy: 'us' }).meaning).toContain('对方写给原密钥的U盘照收')
    expect(trustOf({ ...partner, trust: 'closed', lostBy: 'them' }).meaning).toContain('不再收')
    expect(trustOf({ ...partner, trust: 'confirmed', awaitsOurs: true })).toMatchObject({ state: 'due', text: '等对方核对' })
    expect(trustOf({ ...partner, trust: 'alarm', awaitsOurs: true }).text).toBe('密钥有疑问')
  })
  test('who compared is named', () => {
    expect(comparedBy({ confirmedBy: [] })).toBe('还没有人核对')
    expect(comparedBy({ confirmedBy: [{ account: '张', at: '', way: 'form' }] })).toBe('张 已核对')
  })
})

test('giving up a card › says what stays, and of a proposal that the present link does', () => {
  expect(discardWords(partner)).toContain('回到只有纸面往来')
  expect(discardWords({ ...partner, succeeds: { id: partner.id, name: partner.name } })).toContain('现在用的密钥和往来照旧')
})
