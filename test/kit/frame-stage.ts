/** The stage for tests of the frame: the whole screen, mounted against an office that answers by table. */
import { createListeners, createOffice, installOffice, type Link, type Transport } from '@renderer/client'
import type { WirePush, WireReply, WireRequest } from '@shared/contract'
import type { OfficeStatus, SessionView } from '@shared/contract/office'
import { flushPromises, mount, RouterLinkStub } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import AppRoot from '../../renderer/app/app-root.vue'
import { startOver } from '../../renderer/app/session-store'

export const office = { id: 'a'.repeat(32), code: '610802-00', name: '榆阳区卫生健康局', phone: '', practice: false }
export const sessionOf = (account: string, practice = false): SessionView => ({
  account,
  displayName: account,
  roles: ['window'],
  grants: ['persons.read'],
  office: { ...office, practice },
  rulePack: 'current',
  idleMinutes: 10,
  scope: null,
  unit: null,
  principals: []
})
export const statusOf = (more: Partial<OfficeStatus>): OfficeStatus => ({
  state: 'locked',
  slot: 'main',
  office,
  accounts: [{ name: '张三', displayName: '张三' }],
  session: null,
  practiceBuilt: true,
  mainBuilt: true,
  trouble: null,
  appVersion: '0.1.0',
  today: '2026-03-05',
  ...more
})

/** Method → what the office answers. */
export type Answers = Record<string, (input: unknown) => unknown>
export function standIn(answers: Answers) {
  const calls: string[] = []
  const pushes = createListeners<WirePush>()
  const links = createListeners<Link>()
  const transport: Transport = {
    call: async (request: WireRequest): Promise<WireReply> => {
      calls.push(request.method)
      const answer = answers[request.method]
      if (!answer)
        return { id: request.id, ok: false, error: { code: 'request.unknown_method', params: { method: request.method }, ref: 'r' } }
      return { id: request.id, ok: true, value: await answer(request.input) }
    },
    onPush: pushes.add,
    onLink: links.add,
    close: () => undefined
  }
  const shell = {
    can: () => false,
    pickFile: vi.fn(),
    chooseFolder: vi.fn(),
    saveFile: vi.fn(),
    savePdf: vi.fn(),
    print: vi.fn(),
    preview: vi.fn(),
    printers: vi.fn()
  }
  return { calls, office: createOffice(transport, shell), push: pushes.tell, link: links.tell }
}

const clearing: (() => void)[] = []
/** Call after each test. */
export function clearScreen(): void {
  clearing.splice(0).forEach((clear) => clear())
  document.documentElement.removeAttribute('data-practice')
}

export async function screen(answers: Answers) {
  const stand = standIn({ 'jobs.list': () => ({ rows: [] }), 'drafts.get': () => ({ draft: null }), ...answers })
  const restart = vi.fn()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', name: 'landing', component: { render: () => null } }]
  })
  const wrapper = mount(AppRoot, {
    global: {
      plugins: [createPinia(), router, { install: (app) => installOffice(app, stand.office) }],
      provide: { [startOver as symbol]: restart },
      // Where tests share their imports the rail has the places of the program, whose pages are not on this stage.
      stubs: { RouterLink: RouterLinkStub }
    },
    attachTo: document.body
  })
  clearing.push(() => wrapper.unmount())
  await flushPromises()
  return { ...stand, wrapper, restart }
}
