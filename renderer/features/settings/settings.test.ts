// Why: settings of the office decide what everybody may do; each form sends what is on screen, keeps it when refused, and never acts unasked.
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import OwnKey from './components/own-key.vue'
import OfficeTab from './office-tab.vue'
import PassphraseTab from './passphrase-tab.vue'
import PracticeTab from './practice-tab.vue'
import { clearStage, field, open, press, Refused, status, submit, text, type } from '../../../test/kit/page-stage'

afterEach(clearStage)

describe('OfficeTab', () => {
  test('somebody without the permission › reads the facts and has no form', async () => {
    await open(OfficeTab, {}, ['signed-in'])
    expect(text()).toContain('今日有效')
    expect(document.querySelector('form')).toBeNull()
    expect(text()).not.toContain('导出密钥卡')
  })

  test('marks the pack valid today and says what the chosen one means', async () => {
    await open(OfficeTab, {}, ['office.manage'])
    expect(text()).toContain('现行（今日有效）')
    expect(text()).toContain('适用时期：2021-09 起')
  })

  test('bad minutes › are marked, nothing is sent and what was typed stays', async () => {
    const { sentTo } = await open(OfficeTab, {}, ['office.manage'])
    await type('单位名称', '榆阳区卫健局')
    await type('锁定分钟数', '0')
    await submit('单位资料')
    expect(sentTo('office.saveSettings')).toEqual([])
    expect(text()).toContain('请填 1 到 240 之间的整数')
    expect(field('单位名称').value).toBe('榆阳区卫健局')
  })

  test('a change of rules › is sent only after its consequences were confirmed', async () => {
    const { sentTo } = await open(OfficeTab, {}, ['office.manage'])
    field('国务院令第555号').click()
    await flushPromises()
    await submit('单位资料')
    expect(sentTo('office.saveSettings')).toEqual([])
    expect(text()).toContain('已经签发的单据和已定的期限不改')
    await press('更换规则并保存')
    expect(sentTo('office.saveSettings').map(({ input }) => input)).toEqual([
      { name: '榆阳区卫生健康局', phone: '0912-1', rulePack: 'order-555', idleMinutes: 15 }
    ])
  })

  test('a draft of an earlier visit › comes back with its time, and can be given up', async () => {
    const draft = { name: '改了一半', phone: '', rulePack: 'current', minutes: '20' }
    const { sentTo } = await open(OfficeTab, { 'drafts.get': () => ({ draft: { value: draft, savedAt: '2026-03-04T01:00:00.000Z' } }) }, [
      'office.manage'
    ])
    expect(field('单位名称').value).toBe('改了一半')
    await press('不要草稿')
    expect(field('单位名称').value).toBe('榆阳区卫生健康局')
    expect(sentTo('drafts.discard')).toHaveLength(1)
  })

  test('leaving with changes › asks once and stays when told to', async () => {
    const { router } = await open(OfficeTab, {}, ['office.manage'])
    await type('联系电话', '0912-2')
    const leaving = router.push('/away')
    await flushPromises()
    expect(text()).toContain('离开之前怎样处理')
    await press('留在本页')
    await leaving
    expect(router.currentRoute.value.path).toBe('/')
    expect(field('联系电话').value).toBe('0912-2')
  })
})

describe('OwnKey', () => {
  test('shows eight groups of five digits, each by itself', async () => {
    await open(OwnKey, {}, [])
    expect(Array.from(document.querySelectorAll('[aria-label=核对数字] span')).map((each) => each.textContent)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((digit) => String(digit).repeat(5))
    )
  })

  test('exports the card through the shell', async () => {
    const file = { ticket: 'ticket-1', name: '610802-00.jhk', size: 900 }
    const { shell } = await open(OwnKey, { 'exchange.exportCard': () => ({ file }) }, ['exchange.read'])
    await press('导出密钥卡')
    expect(shell.saveFile).toHaveBeenCalledExactlyOnceWith(file)
    expect(text()).toContain('610802-00.jhk')
  })
})

describe('PassphraseTab', () => {
  test('two different entries › are marked and not sent', async () => {
    const { sentTo } = await open(PassphraseTab, {}, [])
    await type('现用口令', '旧的 口令 五个 词 呢')
    await type('新口令', '新的 口令 也是 五个 词')
    await type('再输一次', '新的 口令')
    await submit('更换我的口令')
    expect(sentTo('accounts.changeOwnPassphrase')).toEqual([])
    expect(text()).toContain('两次输入的口令不一样')
  })

  test('a wrong old one › marks that field and keeps everything typed; the same entry again carries the same key', async () => {
    const refuse = (): never => {
      throw new Refused('session.wrong_passphrase')
    }
    const { sentTo } = await open(PassphraseTab, { 'accounts.changeOwnPassphrase': refuse }, [])
    await type('现用口令', '记错了')
    await type('新口令', '新的 口令 也是 五个 词')
    await type('再输一次', '新的 口令 也是 五个 词')
    await submit('更换我的口令')
    expect(text()).toContain('现用口令不对')
    expect(text()).toContain('参考号 ABC234')
    expect(field('新口令').value).toBe('新的 口令 也是 五个 词')
    await submit('更换我的口令')
    const keys = sentTo('accounts.changeOwnPassphrase').map(({ key }) => key)
    expect(keys).toEqual([keys[0], keys[0]])
  })
})

describe('PracticeTab', () => {
  test('rebuilding › says what it touches, and only then builds and enters', async () => {
    const { sentTo } = await open(
      PracticeTab,
      { 'practice.create': () => ({ offices: [], stick: '演练U盘' }), 'practice.enter': () => status([], 'yuyang') },
      []
    )
    await press('重新建立演练单位…')
    expect(text()).toContain('正式单位的资料一点不动')
    expect(sentTo('practice.create')).toEqual([])
    await press('重新建立')
    await flushPromises()
    expect(sentTo('practice.create')).toHaveLength(1)
    expect(sentTo('practice.enter').map(({ input }) => input)).toEqual([{ slot: 'yuyang' }])
    expect(text()).not.toContain('正在编造')
  })

  test('a failed rebuild › is told above the pages until it was read', async () => {
    const refuse = (): never => {
      throw new Refused('storage.full', { need: '200 MB' })
    }
    await open(PracticeTab, { 'practice.create': refuse }, [])
    await press('重新建立演练单位…')
    await press('重新建立')
    await flushPromises()
    expect(text()).toContain('磁盘空间不足')
    await press('知道了')
    expect(text()).not.toContain('磁盘空间不足')
  })

  test('in practice › the other desk is offered by its name', async () => {
    const { sentTo } = await open(PracticeTab, { 'practice.enter': () => status([], 'linxian') }, [], 'yuyang')
    await press('换到吕梁市临县')
    expect(sentTo('practice.enter').map(({ input }) => input)).toEqual([{ slot: 'linxian' }])
  })
})
