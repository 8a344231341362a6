/** The stage on which tests of pages play: one page, mounted against an office that answers by table, asked only what the contract allows. */
import { useSession } from '@renderer/app'
import { createListeners, createOffice, installOffice, type Link } from '@renderer/client'
import { methods, type ShellPort, type WirePush, type WireReply, type WireRequest } from '@shared/contract'
import type { ErrorCode, ErrorParams } from '@shared/errors'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { vi } from 'vitest'
import { defineComponent, h, KeepAlive, type Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'

/** What an office of the stage throws to refuse with a catalogued code. */
export class Refused extends TypeError {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly fields: Readonly<Record<string, string>>
  constructor(code: ErrorCode, params: ErrorParams = {}, fields: Readonly<Record<string, string>> = {}) {
    super(code)
    this.code = code
    this.params = params
    this.fields = fields
  }
}
/** Method → what the office answers. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>

const officeFacts = { id: '0'.repeat(32), code: '610802-00', name: '榆阳区卫生健康局', phone: '0912-1', practice: false }
export const user = (name: string, roles: string[], active = true) => ({
  id: `00000000-0000-7000-8000-00000000000${String(name.length)}`,
  name,
  displayName: `${name}员`,
  roles,
  active,
  unit: null,
  createdAt: '2026-03-01T01:00:00.000Z',
  lastSignInAt: null
})
export const status = (grants: string[], slot = 'main', practiceBuilt = true) => ({
  state: 'ready',
  slot,
  office: officeFacts,
  accounts: [{ name: '甲', displayName: '甲员' }],
  session: {
    account: '甲',
    displayName: '甲员',
    roles: ['administrator'],
    grants,
    office: { ...officeFacts, practice: slot !== 'main' },
    rulePack: 'current',
    idleMinutes: 15,
    scope: null,
    unit: null,
    principals: []
  },
  practiceBuilt,
  mainBuilt: true,
  trouble: null,
  appVersion: '0.1.0',
  today: '2026-03-05'
})
const base: Answers = {
  'organisation.tree': () => ({ rows: [], proposal: null }),
  'drafts.get': () => ({ draft: null }),
  'drafts.save': () => ({ savedAt: '2026-03-05T01:00:00.000Z' }),
  'drafts.discard': () => ({ discarded: false }),
  'office.settings': () => ({ office: officeFacts, rulePack: 'current', proposedRulePack: 'current', idleMinutes: 15, outputFolder: null }),
  'office.saveSettings': () => ({ saved: true }),
  'reference.rulePacks': () => ({
    proposed: 'current',
    rows: [
      { id: 'order-555', name: '国务院令第555号', validFrom: '2009-10-01', validTo: '2014-07', note: '旧规则。' },
      { id: 'current', name: '现行', validFrom: '2021-09', validTo: null, note: '现行规则。' }
    ]
  }),
  'exchange.identity': () => ({
    card: {
      officeId: '0'.repeat(32),
      code: '610802-00',
      name: '榆阳区卫生健康局',
      phone: '',
      version: 1,
      fingerprint: 'SHA256:abc',
      digits: '11111 22222 33333 44444 55555 66666 77777 88888',
      practice: false
    },
    qr: ''
  })
}

const mounted: VueWrapper[] = []
/** Call after each test. */
export function clearStage(): void {
  mounted.splice(0).forEach((wrapper) => wrapper.unmount())
  document.body.replaceChildren()
}

interface Place {
  readonly path: string
  readonly at: string
  readonly name?: string
}

/** `page`: a component; unknown because the linter does not look into single-file components. `place`: its route and where it is opened. */
export async function open(page: unknown, answers: Answers, grants: string[], slot = 'main', place: Place = { path: '/', at: '/' }) {
  const sent: { method: string; input: unknown; key: string | undefined; approval: string | undefined }[] = []
  const all: Answers = { ...base, 'office.status': () => status(grants, slot), ...answers }
  const call = async (request: WireRequest): Promise<WireReply> => {
    const { id, method, input, key, approval } = request
    const parsed: unknown = methods.get(method)?.input.parse(input)
    sent.push({ method, input: parsed, key, approval })
    try {
      const answer = all[method]
      if (!answer) throw new RangeError(`nobody answers ${method}`)
      return { id, ok: true, value: await Promise.resolve(answer(parsed as never)) }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return { id, ok: false, error: { code: error.code, params: error.params, fields: error.fields, ref: 'ABC234' } }
    }
  }
  const shell = {
    can: () => false,
    saveFile: vi.fn(() => Promise.resolve(true)),
    preview: vi.fn(() => Promise.resolve('')),
    print: vi.fn((_page: { readonly html: string; readonly name: string }) => Promise.resolve())
  }
  const pushes = createListeners<WirePush>()
  const office = createOffice(
    { call, onPush: pushes.add, onLink: createListeners<Link>().add, close: () => undefined },
    shell as unknown as ShellPort // The pages under test only save files.
  )
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      {
        path: place.path,
        ...(place.name === undefined ? {} : { name: place.name }),
        component: defineComponent(() => () => h(KeepAlive, () => h(page as Component)))
      },
      { path: '/away', component: defineComponent(() => () => h('p', '别处')) }
    ]
  })
  await router.push(place.at)
  const root = defineComponent(() => {
    void useSession().refresh()
    return () => h(RouterView)
  })
  const install = { install: (app: Parameters<typeof installOffice>[0]) => installOffice(app, office) }
  mounted.push(mount(root, { attachTo: document.body, global: { plugins: [createPinia(), install, router] } }))
  await flushPromises()
  await flushPromises()
  const sentTo = (method: string) => sent.filter((one) => one.method === method)
  return { sentTo, shell, router, push: pushes.tell }
}

export const text = (): string => document.body.textContent
export function field(label: string): HTMLInputElement {
  const found = Array.from(document.querySelectorAll('label')).find((each) => each.textContent.trim().startsWith(label))
  const control = found && (document.getElementById(found.htmlFor) ?? found.querySelector('input'))
  if (!(control instanceof HTMLInputElement)) throw new RangeError(`no field ${label}`)
  return control
}
export async function type(label: string, value: string): Promise<void> {
  const control = field(label)
  control.value = value
  control.dispatchEvent(new Event('input', { bubbles: true }))
  control.dispatchEvent(new Event('change', { bubbles: true }))
  await flushPromises()
}
export async function press(words: string): Promise<void> {
  const all = Array.from(document.querySelectorAll('button'))
  const button =
    all.findLast((each) => each.textContent.trim() === words) ?? all.findLast((each) => each.textContent.trim().startsWith(words))
  if (!button) throw new RangeError(`no button ${words}`)
  if (button.type === 'submit') button.closest('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  else button.click()
  await flushPromises()
}
export async function submit(label: string): Promise<void> {
  document.querySelector(`form[aria-label="${label}"]`)?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await flushPromises()
}
