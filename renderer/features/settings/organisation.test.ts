// Why: the tree decides who sees whom; it is built, walked and changed by keys, and a refusal keeps what was typed.
import { flushPromises } from '@vue/test-utils'
import axe from 'axe-core'
import { afterEach, describe, expect, test } from 'vitest'
import type { OrganisationUnit } from '@shared/contract/organisation'
import AccountsTab from './accounts-tab.vue'
import OrganisationTab from './organisation-tab.vue'
import { answersOf, checkUnit, saveInput } from './unit-form'
import { noteOf } from './unit-tree'
import { clearStage, field, open, press, Refused, submit, text, type, user } from '../../../test/kit/page-stage'

afterEach(clearStage)

const idOf = (digit: number): string => `00000000-0000-7000-8000-00000000000${String(digit)}`
const unit = (digit: number, parent: number | null, more: Partial<OrganisationUnit>): OrganisationUnit => ({
  ...{ id: idOf(digit), parent: parent === null ? null : idOf(parent), level: 'township', code: '610802101', name: '甲镇' },
  ...{ shortName: '', path: '县 › 甲镇', post: '', phone: '', validFrom: null, validTo: null, revision: 1, children: 0, users: 0 },
  abolished: null,
  ...more
})
const county = unit(1, null, { level: 'county', code: '610802', name: '榆阳区', path: '榆阳区', children: 2 })
const first = unit(2, 1, { children: 1, users: 2 })
const second = unit(3, 1, { code: '610802102', name: '乙街道', path: '县 › 乙街道' })
const village = unit(4, 2, { level: 'village', code: '610802101201', name: '一村' })

const held: Readonly<Record<string, readonly OrganisationUnit[]>> = { '': [county], [idOf(1)]: [first, second], [idOf(2)]: [village] }
const answers = {
  'organisation.tree': ({ below }: { below: string | null }) => ({ rows: held[below ?? ''] ?? [], proposal: null }),
  'organisation.users': () => ({ rows: [{ id: idOf(9), name: 'xiaocai', displayName: '小采', active: true }] }),
  'organisation.save': () => ({ id: idOf(2), revision: 2 }),
  'organisation.move': ({ id }: { id: string }) => ({ id }),
  'organisation.close': ({ id }: { id: string }) => ({ id }),
  'organisation.unbindAccount': ({ account }: { account: string }) => ({ account })
}
const rights = ['office.manage', 'accounts.manage']
const lines = (): string[] => Array.from(document.querySelectorAll('[role=treeitem] .name')).map((each) => each.textContent)
async function key(name: string, init: KeyboardEventInit = {}): Promise<void> {
  document
    .querySelector('[role=tree]')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init }))
  await flushPromises()
}

describe('OrganisationTab › before there is a tree', () => {
  const empty = {
    'organisation.tree': () => ({ rows: [], proposal: { code: '610802', fullName: '陕西省榆林市榆阳区', townships: 31, villages: 1489 } }),
    'organisation.fromDivisions': () => ({ created: 32 })
  }

  test('says what would be made, and makes it when told', async () => {
    const { sentTo } = await open(OrganisationTab, empty, rights)
    expect(text()).toContain('31 个乡镇、街道，1,489 个村、社区')
    field('连同村、社区一起建立').click()
    await flushPromises()
    await press('按区划建立机构')
    expect(sentTo('organisation.fromDivisions').map(({ input }) => input)).toEqual([{ villages: false }])
    expect(text()).toContain('已建立 32 个机构')
  })
})

describe('OrganisationTab', () => {
  test('opens the county, walks and opens by keys, and says where users sit', async () => {
    await open(OrganisationTab, answers, rights)
    expect(lines()).toEqual(['榆阳区', '甲镇', '乙街道'])
    expect(text()).toContain('2 名用户')
    await key('ArrowDown')
    await key('ArrowRight')
    expect(lines()).toEqual(['榆阳区', '甲镇', '一村', '乙街道'])
    await key('ArrowLeft')
    expect(lines()).toEqual(['榆阳区', '甲镇', '乙街道'])
    await key('Enter')
    expect(field('名称').value).toBe('甲镇')
    expect(text()).toContain('小采')
  })

  test('Alt+↓ › moves a unit behind its neighbour, and stops at the end', async () => {
    const { sentTo } = await open(OrganisationTab, answers, rights)
    await key('ArrowDown')
    await key('ArrowDown', { altKey: true })
    expect(sentTo('organisation.move').map(({ input }) => input)).toEqual([{ id: first.id, parent: county.id, before: null, code: null }])
    await key('ArrowUp', { altKey: true })
    expect(sentTo('organisation.move')).toHaveLength(1)
  })

  test('a new unit › starts with the digits of its parent; a code of the wrong length is not sent', async () => {
    const { sentTo } = await open(OrganisationTab, answers, rights)
    await key('ArrowDown')
    await press('新增下级')
    expect(field('区划代码').value).toBe('610802101')
    await type('名称', '二村')
    await submit('新增机构')
    expect(text()).toContain('村、社区的区划代码为 12 位数字')
    expect(sentTo('organisation.save')).toEqual([])
    await type('区划代码', '610802101202')
    await submit('新增机构')
    expect(sentTo('organisation.save').map(({ input }) => input)).toEqual([
      {
        ...{ id: null, parent: first.id, revision: null, code: '610802101202', name: '二村' },
        ...{ shortName: '', post: '', phone: '', validFrom: null }
      }
    ])
  })

  test('a refusal › stands at its field and keeps what was typed', async () => {
    const refuse = (): never => {
      throw new Refused('organisation.code_taken', { code: '610802102', name: '乙街道' })
    }
    await open(OrganisationTab, { ...answers, 'organisation.save': refuse }, rights)
    await key('ArrowDown')
    await key('Enter')
    await type('名称', '甲街道')
    await submit('修改机构')
    expect(text()).toContain('区划代码 610802102 已用于“乙街道”')
    expect(field('名称').value).toBe('甲街道')
  })

  test('closing › asks for the day and tells why it is refused', async () => {
    const refuse = (): never => {
      throw new Refused('organisation.has_users', { name: '甲镇', count: 2 })
    }
    const { sentTo } = await open(OrganisationTab, { ...answers, 'organisation.close': refuse }, rights)
    await key('ArrowDown')
    await key('Enter')
    await press('撤销…')
    await submit('撤销机构')
    expect(sentTo('organisation.close').map(({ input }) => input)).toEqual([{ id: first.id, on: '2026-03-05' }])
    expect(text()).toContain('还有 2 名用户属于“甲镇”')
  })

  test('the county › can be renamed and neither moved nor closed', async () => {
    await open(OrganisationTab, answers, rights)
    await key('Enter')
    expect(field('名称').value).toBe('榆阳区')
    expect(text()).not.toContain('撤销…')
    expect(text()).not.toContain('移到…')
  })

  test('has no fault that axe finds', async () => {
    await open(OrganisationTab, answers, rights)
    await key('Enter')
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false }, 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  })
})

describe('unit of a user', () => {
  const list = { 'accounts.list': () => ({ rows: [{ ...user('乙', ['collector']), unit: { id: first.id, name: '甲镇' } }] }) }

  test('is shown in the list and goes with the form, unchanged or chosen', async () => {
    const update = { 'accounts.update': ({ id }: { id: string }) => ({ id }), 'organisation.search': () => ({ rows: [second] }) }
    const { sentTo } = await open(AccountsTab, { ...list, ...update }, rights)
    expect(text()).toContain('甲镇')
    document.querySelectorAll('[role=row]')[1]?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await flushPromises()
    expect(field('机构').value).toBe('甲镇')
    await submit('修改用户')
    expect(sentTo('accounts.update').at(-1)?.input).toMatchObject({ unit: first.id })
    document.querySelectorAll('[role=row]')[1]?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await flushPromises()
    await type('机构', '乙')
    await flushPromises()
    field('机构').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    await flushPromises()
    await submit('修改用户')
    expect(sentTo('accounts.update').at(-1)?.input).toMatchObject({ unit: second.id })
  })

  test('typed and not chosen › is not saved as the whole county', async () => {
    const rows = { 'accounts.list': () => ({ rows: [{ ...user('乙', ['collector']), unit: null }] }) }
    const { sentTo } = await open(AccountsTab, { ...rows, 'organisation.search': () => ({ rows: [second] }) }, rights)
    document.querySelectorAll('[role=row]')[1]?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await flushPromises()
    await type('机构', '乙')
    field('机构').dispatchEvent(new FocusEvent('blur'))
    await submit('修改用户')
    expect(sentTo('accounts.update')).toEqual([])
    expect(text()).toContain('还没有从列表中选定')
  })
})

describe('words and answers', () => {
  test('noteOf › says an abolished code and what it is today', () => {
    const words = noteOf({ ...county, abolished: { on: '2017', now: [{ code: '610881', fullName: '陕西省榆林市神木市' }] } })
    expect(words).toContain('代码已于 2017 撤销，现为陕西省榆林市神木市（610881）')
  })

  test('a group › has no code', () => {
    const subject = { under: village }
    const answers = { ...answersOf(subject), name: '一片' }
    expect(checkUnit(subject, answers)).toEqual({})
    expect(saveInput(subject, answers)).toMatchObject({ code: null, parent: village.id })
  })
})
