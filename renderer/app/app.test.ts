// Why: the frame decides who sees what, whose screen it is, and what a key means; mistakes here cross from one person to the next.
import { fromWire } from '@shared/errors'
import { installOffice } from '@renderer/client'
import { flushPromises } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createApp, effectScope, nextTick } from 'vue'
import { clearScreen, screen, sessionOf, standIn, statusOf, type Answers } from '../../test/kit/frame-stage'
import { checkStep, type SetUpAnswers } from './boot/set-up-steps'
import { useIdleLock } from './idle-lock'
import { createKeyDesk, nameOfKey, onWindowKey } from './page-keys'
import { fieldErrors, toProblem } from './problem'
import { rightsWords } from './rights-words'
import { useBeforeSignOut, useSession } from './session-store'
import { createOfficeMemory } from './view-memory'

// The frame is tried with two places; features have their own tests.
vi.mock('./features', () => ({
  features: [
    { id: 'persons', needs: 'persons.read', routes: [], rail: { label: '人员', to: 'landing' } },
    { id: 'slips', needs: 'slips.read', routes: [], rail: { label: '交流单', to: 'landing' } }
  ]
}))

afterEach(clearScreen)

describe('AppRoot › shows a page for every way the office can stand', () => {
  test.each([
    [statusOf({ state: 'needs_setup', office: null, accounts: [], practiceBuilt: false }), '开始演练'],
    [statusOf({ state: 'needs_setup', office: null, accounts: [] }), '继续演练'],
    [statusOf({}), '登录'],
    [statusOf({ state: 'damaged', trouble: { code: 'office.damaged', params: { reason: '第 3 页' } } }), '资料有损坏'],
    [statusOf({ state: 'database_newer', trouble: { code: 'office.database_newer', params: { found: 9, known: 4 } } }), '需要更新程序'],
    [statusOf({ state: 'migration_failed', trouble: { code: 'office.migration_failed', params: { step: 3 } } }), '升级没有完成'],
    [statusOf({ state: 'ready', session: sessionOf('张三') }), '榆阳区卫生健康局']
  ])('%#: %s', async (status, words) => {
    const { wrapper } = await screen({ 'office.status': () => status })
    expect(wrapper.text()).toContain(words)
    expect(wrapper.text()).not.toContain('删除重建')
  })
  test('practice is marked on the frame and on the page itself', async () => {
    const { wrapper } = await screen({ 'office.status': () => statusOf({ state: 'ready', session: sessionOf('演练', true) }) })
    expect(wrapper.text()).toContain('● 演练')
    expect(document.documentElement.hasAttribute('data-practice')).toBe(true)
  })
  test('the real office carries no mark', async () => {
    await screen({ 'office.status': () => statusOf({ state: 'ready', session: sessionOf('张三') }) })
    expect(document.documentElement.hasAttribute('data-practice')).toBe(false)
  })
  test('a lost link covers the page and asks again when it is back', async () => {
    const { wrapper, link, calls } = await screen({ 'office.status': () => statusOf({}) })
    link('down')
    await nextTick()
    expect(wrapper.text()).toContain('正在重新连接')
    const before = calls.length
    link('up')
    await flushPromises()
    expect(calls.slice(before)).toContain('office.status')
  })
  test('the first offer is practice: Enter on the focused button builds, enters and starts over', async () => {
    const { wrapper, calls, restart } = await screen({
      'office.status': () => statusOf({ state: 'needs_setup', practiceBuilt: false }),
      'practice.create': () => ({}),
      'practice.enter': () => statusOf({ state: 'ready', slot: 'yuyang', session: sessionOf('演练', true) })
    })
    expect(document.activeElement?.textContent).toContain('开始演练')
    await wrapper.get('.is-primary').trigger('click')
    await flushPromises()
    expect(calls.filter((method) => method.startsWith('practice.'))).toEqual(['practice.create', 'practice.enter'])
    expect(restart).toHaveBeenCalledOnce()
  })
})

describe('signing in', () => {
  async function signIn(account: string, answers: Answers = {}) {
    const shown = await screen({
      'office.status': () => statusOf({ accounts: [{ name: account, displayName: account }] }),
      'session.signIn': () => sessionOf(account),
      ...answers
    })
    await shown.wrapper.get('input[type=password]').setValue('correct horse')
    await shown.wrapper.get('input[type=password]').trigger('keydown', { key: 'Enter' })
    await flushPromises()
    return shown
  }
  test('the next user starts with a screen that remembers nothing; the same user goes on', async () => {
    expect((await signIn('甲')).restart.mock.calls.length).toBeLessThanOrEqual(1)
    clearScreen()
    expect((await signIn('甲')).restart).not.toHaveBeenCalled()
    clearScreen()
    expect((await signIn('乙')).restart).toHaveBeenCalledOnce()
  })
  test('a wrong passphrase is said and forgotten, never kept in the field', async () => {
    const { wrapper } = await signIn('甲', {
      'session.signIn': () => Promise.reject(fromWire({ code: 'session.wrong_passphrase', params: {}, ref: 'r' }))
    })
    expect(wrapper.text()).toContain('用户名或口令不对')
    expect(wrapper.get<HTMLInputElement>('input[type=password]').element.value).toBe('')
  })
})

describe('session', () => {
  test('drafts are written before the user goes', async () => {
    const { office: stand, calls } = standIn({
      'office.status': () => statusOf({}),
      'session.signOut': () => ({ signedOut: true }),
      'drafts.save': () => ({ savedAt: '' })
    })
    const app = createApp({ render: () => null })
    app.use(createPinia())
    installOffice(app, stand)
    const scope = effectScope()
    await app.runWithContext(async () => {
      scope.run(() => useBeforeSignOut(() => stand.client.drafts.save({ form: 'person', value: {} })))
      await useSession().signOut()
    })
    expect(calls).toEqual(['drafts.save', 'session.signOut', 'office.status'])
    scope.stop()
  })
  test('arrangements are kept once the dragging pauses', async () => {
    vi.useFakeTimers()
    const { office: stand, calls } = standIn({ 'drafts.save': () => ({ savedAt: '' }) })
    const memory = createOfficeMemory(stand)
    for (let at = 0; at < 20; at += 1) memory.write('columns:persons', at)
    await vi.advanceTimersByTimeAsync(2000)
    expect(calls).toEqual(['drafts.save'])
    vi.useRealTimers()
  })
})

const zhang = { displayName: '张三', until: '2026-03-06' }
const own = sessionOf('李四')
const standing = { ...own, grants: [...own.grants, 'slips.read' as const], principals: [zhang] }

describe('rights that change while somebody works', () => {
  test('the rail gains and loses the places of the principal, and the notice names him', async () => {
    let session = own
    const { wrapper, push } = await screen({ 'office.status': () => statusOf({ state: 'ready', session }) })
    const rail = () => wrapper.findAll('.side-rail .entry').map((entry) => entry.text())
    expect(rail()).not.toContain('交流单')
    session = standing
    push({ event: 'session.changed', value: { signedIn: true, reason: 'rights-changed' } })
    await flushPromises()
    expect(rail()).toContain('交流单')
    expect(wrapper.text()).toContain('从现在起您代“张三”办事，到 2026-03-06 为止。')
    session = own
    push({ event: 'session.changed', value: { signedIn: true, reason: 'rights-changed' } })
    await flushPromises()
    expect(rail()).not.toContain('交流单')
    expect(wrapper.text()).toContain('您代“张三”办事已经结束。')
    await wrapper.get('.notice-bar .shut').trigger('click')
    expect(wrapper.text()).not.toContain('已经结束')
  })
  test('words › of posts that changed without a deputyship', () => {
    expect(rightsWords(own, own)).toBe('您的岗位或范围有变动。左边的栏目已经照此更新。')
  })
})

describe('keys', () => {
  const press = (name: string, init: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key: name, cancelable: true, ...init })
  test('the open page comes before the frame, and gives the key back when it closes', () => {
    const desk = createKeyDesk()
    const run: string[] = []
    desk.add(() => [{ key: 'F2', label: '登记', run: () => run.push('frame') }])
    const close = desk.add(() => [{ key: 'F2', label: '新单', run: () => run.push('page') }])
    onWindowKey(desk, press('F2'))
    close()
    onWindowKey(desk, press('F2'))
    expect(run).toEqual(['page', 'frame'])
  })
  test.each([
    [press('k', { ctrlKey: true }), 'Ctrl+K'],
    [press('F9'), 'F9'],
    [press('P', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+P']
  ])('%# is named %s', (event, name) => {
    expect(nameOfKey(event)).toBe(name)
  })
  test('held keys and keys of the input method do nothing', () => {
    const desk = createKeyDesk()
    const run = vi.fn()
    desk.add(() => [{ key: 'F2', label: '登记', run }])
    onWindowKey(desk, press('F2', { repeat: true }))
    onWindowKey(desk, press('F2', { isComposing: true }))
    expect(run).not.toHaveBeenCalled()
  })
  test('F5 never reloads the window over a form', () => {
    const event = press('F5')
    onWindowKey(createKeyDesk(), event)
    expect(event.defaultPrevented).toBe(true)
  })
})

describe('idle lock', () => {
  function idle() {
    const target = new EventTarget()
    const lock = vi.fn()
    const clock = { now: 0, tick: (): void => undefined }
    const scope = effectScope()
    scope.run(() =>
      useIdleLock(() => 10, lock, {
        target,
        now: () => clock.now,
        every: (_, act) => {
          clock.tick = act
          return () => undefined
        }
      })
    )
    const at = (minutes: number): void => {
      clock.now = minutes * 60_000
      clock.tick()
    }
    return { target, lock, at }
  }
  test('locks once › after the minutes without a sign', () => {
    const { lock, at } = idle()
    at(9.9)
    expect(lock).not.toHaveBeenCalled()
    at(10)
    at(11)
    expect(lock).toHaveBeenCalledOnce()
  })
  test('a key starts the time anew', () => {
    const { target, lock, at } = idle()
    at(9)
    target.dispatchEvent(new Event('keydown'))
    at(18)
    expect(lock).not.toHaveBeenCalled()
  })
  test('a clock set back locks as well', () => {
    const { lock, at } = idle()
    at(-60)
    expect(lock).toHaveBeenCalledOnce()
  })
})

describe('presenter', () => {
  test('an unknown failure loses its words and reads as the apology', () => {
    expect(toProblem(new Error('SQLITE_CORRUPT at 0x7f'))).toMatchObject({
      category: 'internal',
      what: expect.not.stringContaining('SQLITE') as string
    })
  })
  test('a call somebody gave up is no failure', () => {
    expect(toProblem(new DOMException('x', 'AbortError'))).toBeNull()
  })
  test('a refused form names its fields', () => {
    expect(fieldErrors(fromWire({ code: 'request.invalid', params: {}, fields: { name: '必填' }, ref: 'r' }))).toEqual({ name: '必填' })
  })
})

describe('set-up', () => {
  const good: SetUpAnswers = {
    name: '局',
    phone: '',
    division: '610802',
    ordinal: '00',
    rules: 'current',
    adminName: '管理员',
    adminDisplayName: '管理员',
    passphrase: 'a',
    again: 'a'
  }
  test.each([
    [0, { name: ' ' }, 'office.name'],
    [1, { division: '6108' }, 'office.code'],
    [1, { ordinal: '0' }, 'ordinal'],
    [2, { rules: null }, 'rules'],
    [3, { adminName: '张 三' }, 'admin.name'],
    [3, { passphrase: '', again: '' }, 'admin.passphrase'],
    [3, { again: 'b' }, 'again']
  ])('step %i with %o is wrong at %s', (step, change, field) => {
    expect(checkStep(step, good)).toEqual({})
    expect(Object.keys(checkStep(step, { ...good, ...change }))).toEqual([field])
  })
})
