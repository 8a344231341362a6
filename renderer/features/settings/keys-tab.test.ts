// Why: an act of the root key is done once, with what was typed, and a PC whose key no longer counts must not look sound.
import { afterEach, describe, expect, test } from 'vitest'
import { flushPromises } from '@vue/test-utils'
import { clearStage, field, open, press, Refused, text, type, type Answers } from '../../../test/kit/page-stage'
import KeysTab from './keys-tab.vue'

afterEach(clearStage)

const card = {
  ...{ officeId: '0'.repeat(32), code: '610802-00', name: '测试甲区', phone: '', version: 2, fingerprint: 'SHA256:root' },
  ...{ digits: '11111 22222 33333 44444 55555 66666 77777 88888', practice: false }
}
const state = {
  ...{ card, issued: '2026-03-05T09:00:00+08:00', signedBy: 'SHA256:now', usable: true, hasRoot: true },
  national: { on: false, offering: 3, using: 0 },
  revoked: [{ key: 'SHA256:old', sinceVersion: 2, reason: 'lost' as const }],
  cards: [
    { version: 2, installedAt: '2026-03-05T01:00:00.000Z', rootChanged: true, isRebuilt: false },
    { version: 1, installedAt: '2026-03-04T01:00:00.000Z', rootChanged: false, isRebuilt: false }
  ],
  isBehind: false,
  awaited: [] as { partnerId: string; name: string; code: string; phone: string }[]
}
const recovery = Array(12).fill('12345').join(' ')
const openTab = (answers: Answers = {}, shown: Partial<typeof state> = {}) =>
  open(KeysTab, { 'keys.state': () => ({ ...state, ...shown }), ...answers }, ['office.manage'])

describe('KeysTab', () => {
  test('names the key in use, those given up and why, and the versions of the card', async () => {
    await openTab()
    for (const part of ['第 2 版', 'SHA256:now', 'SHA256:old', '丢失或可能泄露', '换了主密钥']) expect(text()).toContain(part)
  })

  test('changing › sends reason and recovery key once it is whole, and says which card is in use', async () => {
    const { sentTo } = await openTab({ 'keys.change': () => ({ version: 3, finished: false, links: 2 }) })
    await press('更换本机密钥…')
    await type('恢复密钥', '123')
    await press('更换密钥')
    expect(sentTo('keys.change')).toEqual([])
    expect(text()).toContain('恢复密钥是 12 组')
    await type('恢复密钥', recovery)
    await press('更换密钥')
    expect(sentTo('keys.change').map(({ input }) => input)).toEqual([{ reason: 'rotated', recoveryKey: recovery }])
    expect(text()).toContain('第 3 版密钥卡已启用，与 2 个单位的往来重新编号')
  })

  test.each([
    [false, '启用国密套件', '未启用。密钥卡上有国密的往来单位 3 个。', '不能自己退回去'],
    [true, '停用国密套件', '已启用。密钥卡上有国密的往来单位 3 个，已用国密往来 2 个。', '不会自动改回通用算法']
  ])('the national suite (on: %s) › %s says what it means before it is asked', async (on, act, shown, meaning) => {
    const { sentTo } = await openTab(
      { 'keys.setSuite': () => ({ version: 3, finished: false, links: 0 }) },
      { national: { on, offering: 3, using: on ? 2 : 0 } }
    )
    expect(text().replace(/\s/g, '')).toContain(shown.replace(/\s/g, ''))
    expect(text()).toContain('未经检测认证')
    await press(`${act}…`)
    expect(text()).toContain(meaning)
    await type('恢复密钥', recovery)
    await press(act)
    expect(sentTo('keys.setSuite').map(({ input }) => input)).toEqual([{ on: !on, recoveryKey: recovery }])
    expect(text()).toContain('第 3 版密钥卡已启用')
  })

  test('a wrong recovery key › is told in the dialog, which stays', async () => {
    const { sentTo } = await openTab({
      'keys.newRoot': () => {
        throw new Refused('office.recovery_key_wrong')
      }
    })
    await press('更换主密钥…')
    await type('恢复密钥', recovery)
    await press('更换主密钥')
    expect(sentTo('keys.newRoot')).toHaveLength(1)
    expect(text()).toContain('恢复密钥不对')
  })

  test('a lost root › both losses are ticked by hand, the new sheet is printed, and who still has to compare is listed', async () => {
    const paper = { version: 1, finished: false, links: 2, text: 'JHB-ROOT-1 QQQQ', card: { ...card, version: 1 } }
    const { sentTo, shell } = await openTab(
      { 'keys.rebuildRoot': () => paper },
      { hasRoot: false, awaited: [{ partnerId: '1', name: '测试乙县', code: '141124-00', phone: '0000-2' }] }
    )
    for (const part of ['等对方核对新密钥', '测试乙县', '先在较早的备份里找']) expect(text()).toContain(part)
    await press('主密钥丢失，重新建立…')
    expect(text()).toContain('40 位核对数字改变')
    await type('恢复密钥', recovery)
    await press('重新建立')
    expect(sentTo('keys.rebuildRoot')).toEqual([])
    expect(text()).toContain('确实没有再勾选')
    for (const label of ['主密钥文件没有了：这台电脑上没有，较早的备份里也没有', '主密钥纸没有了：信封和保险柜都找过']) field(label).click()
    await flushPromises()
    await press('重新建立')
    expect(sentTo('keys.rebuildRoot').map(({ input }) => input)).toEqual([{ fileLost: true, paperLost: true, recoveryKey: recovery }])
    expect(shell.print.mock.calls[0]?.[0].html).toContain('JHB-ROOT-1 QQQQ')
    expect(text()).toContain('盖章交给 2 个往来单位')
  })

  test('a database older than the loss › says what keeps it from writing', async () => {
    await openTab({}, { isBehind: true })
    expect(text()).toContain('不能写U盘')
  })

  test('a PC whose key is not on the card › says so; one without the root offers the paper', async () => {
    await openTab({}, { usable: false, hasRoot: false })
    expect(text()).toContain('不能装包')
    expect(text()).toContain('凭纸恢复主密钥')
  })
})
