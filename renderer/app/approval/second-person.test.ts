// Why: an act that needs two persons must go on exactly when a colleague agreed, and not otherwise.
import { useAction, useOffice } from '@renderer/client'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { clearStage, field, open, press, Refused, status, text, type } from '../../../test/kit/page-stage'
import SecondPerson from './second-person.vue'
import { toProblem } from '../problem'

afterEach(clearStage)

const needed = new Refused('approval.needed', {
  title: '更换规则包',
  sentence: '把本单位的规则包换成“现行”。',
  permission: '批准更换规则包',
  approvers: '李四'
})
const asked = '0191f000-0000-7000-8000-00000000000a'

async function stage(answers: Record<string, (input: never) => unknown> = {}) {
  let agreed = false
  const page = defineComponent({
    setup() {
      const { client } = useOffice()
      const saving = useAction((_: null, key) =>
        client.office.saveSettings({ rulePack: 'current', idleMinutes: 15, name: '甲', phone: '' }, { key })
      )
      return () =>
        h('div', [
          h('button', { type: 'button', onClick: () => void saving.run(null).then((done) => (agreed = done !== undefined)) }, '保存设置'),
          h('p', { id: 'problem' }, toProblem(saving.failure.value)?.what ?? '没有出错'),
          h(SecondPerson)
        ])
    }
  })
  let refusals = 1
  const shown = await open(
    page,
    {
      'office.saveSettings': () => {
        if (refusals-- > 0) throw needed
        return { saved: true }
      },
      'approvals.request': () => ({ id: asked, expiresAt: '2026-03-06T01:00:00.000Z' }),
      'approvals.approveHere': () => ({ id: asked }),
      'approvals.withdraw': () => ({ id: asked }),
      'office.status': () => ({ ...status(['office.manage']), accounts: [{ name: 'lisi', displayName: '李四' }] }),
      ...answers
    },
    ['office.manage']
  )
  await press('保存设置')
  return { ...shown, isDone: () => agreed }
}
const fill = async (): Promise<void> => {
  await type('理由', '按通知更换')
  const box = document.querySelector('select')
  if (box === null) throw new RangeError('no select')
  box.value = 'lisi'
  box.dispatchEvent(new Event('change', { bubbles: true }))
  await type('批准人的口令', '他的口令')
}

describe('second person', () => {
  it('agrees here › the act is sent again with the agreement, under the same key', async () => {
    const { sentTo, isDone } = await stage()
    expect(text()).toContain('把本单位的规则包换成“现行”。')
    await fill()
    await press('批准并办理')
    expect(sentTo('approvals.request').map(({ input }) => input)).toMatchObject([{ method: 'office.saveSettings', reason: '按通知更换' }])
    expect(sentTo('approvals.approveHere').map(({ input }) => input)).toEqual([{ id: asked, account: 'lisi', passphrase: '他的口令' }])
    const acts = sentTo('office.saveSettings')
    expect(acts.map(({ approval }) => approval)).toEqual([undefined, asked])
    expect(new Set(acts.map(({ key }) => key)).size).toBe(1)
    expect(isDone()).toBe(true)
  })

  it('is asked for a reason, a colleague and a passphrase › before anything is sent', async () => {
    const { sentTo } = await stage()
    await press('批准并办理')
    expect(sentTo('approvals.request')).toEqual([])
    expect(text()).toContain('请由批准的同事输入')
  })

  it('types a wrong passphrase › nothing is done, the field is empty, and the one request is used again', async () => {
    let wrong = 1
    const { sentTo, isDone } = await stage({
      'approvals.approveHere': () => {
        if (wrong-- > 0) throw new Refused('session.wrong_passphrase')
        return { id: asked }
      }
    })
    await fill()
    await press('批准并办理')
    expect([isDone(), field('批准人的口令').value]).toEqual([false, ''])
    await type('批准人的口令', '他的口令')
    await press('批准并办理')
    expect([isDone(), sentTo('approvals.request').length]).toEqual([true, 1])
  })

  it('is left for later › the request stays, the act is not sent, and nothing reads as a failure', async () => {
    const { sentTo, isDone } = await stage()
    await type('理由', '按通知更换')
    await press('提交，等同事批准')
    expect(text()).toContain('已提交')
    await press('知道了')
    expect([isDone(), sentTo('office.saveSettings').length, sentTo('approvals.withdraw').length]).toEqual([false, 1, 0])
    expect(document.getElementById('problem')?.textContent).toBe('没有出错')
  })

  it('is given up after a failed try › the request is withdrawn', async () => {
    const { sentTo, isDone } = await stage({
      'approvals.approveHere': () => {
        throw new Refused('approval.not_permitted', { name: '李四', permission: '批准更换规则包' })
      }
    })
    await fill()
    await press('批准并办理')
    expect(text()).toContain('李四没有“批准更换规则包”的权限')
    await press('不办了')
    expect([isDone(), sentTo('approvals.withdraw').length]).toEqual([false, 1])
  })
})
