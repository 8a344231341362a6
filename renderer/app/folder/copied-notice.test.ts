// Why: nobody may start to work on a copy without having been told what it is, and only the administrator decides.
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { clearStage, open, press, Refused, text } from '../../../test/kit/page-stage'
import CopiedNotice from './copied-notice.vue'

afterEach(clearStage)
const standing = (word: string) => ({ 'folder.state': () => ({ standing: word }) })

describe('CopiedNotice', () => {
  test('the office itself › nothing is said', async () => {
    await open(CopiedNotice, standing('own'), ['office.manage'])
    expect(text()).toBe('')
  })

  test('a clerk on a copy › reads what cannot be done and whom to ask, and decides nothing', async () => {
    await open(CopiedNotice, standing('copied'), ['slips.sign'])
    expect(text()).toContain('不能编号签发')
    expect(text()).toContain('请管理员登录')
    expect(document.querySelector('button')).toBeNull()
  })

  test('the administrator › works here only after reading what that means', async () => {
    const { sentTo } = await open(CopiedNotice, { ...standing('copied'), 'folder.settle': () => ({ standing: 'own' }) }, ['office.manage'])
    await press('搬到这里办公…')
    expect(sentTo('folder.settle')).toEqual([])
    expect(text()).toContain('原来那份不再用')
    await press('搬到这里办公')
    expect(sentTo('folder.settle').map(({ input }) => input)).toEqual([{ as: 'here' }])
    await flushPromises()
    expect(text()).toBe('')
  })

  test('only looking › stays said, and can be changed later', async () => {
    const { sentTo } = await open(CopiedNotice, { ...standing('copied'), 'folder.settle': () => ({ standing: 'look' }) }, ['office.manage'])
    await press('只看看')
    expect(sentTo('folder.settle').map(({ input }) => input)).toEqual([{ as: 'look' }])
    await flushPromises()
    expect(text()).toContain('只看看：可以查')
    expect(text()).toContain('搬到这里办公…')
  })

  test('a refusal › is told and the question stays', async () => {
    const refuse = (): never => {
      throw new Refused('folder.not_copied')
    }
    await open(CopiedNotice, { ...standing('copied'), 'folder.settle': refuse }, ['office.manage'])
    await press('只看看')
    expect(text()).toContain('这份资料不是副本')
    expect(text()).toContain('从别处拷贝来的副本')
  })
})
