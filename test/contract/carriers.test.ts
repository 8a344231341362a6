/** Proof that the carriers are thin: one suite, three transports, the real office behind each. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_REQUEST_CHARS, type WirePush, type WireReply } from '@shared/contract'
import { createCore, type Core } from '../../electron/core'
import { root } from '../house/house-files'
import { transports, type Caller } from './transports'

const PASSPHRASE = '榆树 河湾 石桥 晚灯 秋雨 3'
const SET_UP = {
  office: { code: '610802-00', name: '榆阳区流管办', phone: '' },
  rules: null,
  admin: { name: '管理员', displayName: '管理员', passphrase: PASSPHRASE }
}

describe.each(transports)('carrier › $name', ({ name, open }) => {
  let core: Core
  let dataDir: string
  let screen: Caller
  let count: number

  const call = (method: string, input: unknown, key?: string, by: Caller = screen): Promise<WireReply> =>
    by.call({ v: 1, id: `r${String(++count)}`, method, input, ...(key === undefined ? {} : { key }) })
  const valueOf = async (reply: Promise<WireReply>): Promise<unknown> => {
    const got = await reply
    return got.ok ? got.value : got.error
  }
  const codeOf = async (reply: Promise<WireReply>): Promise<string> => {
    const got = await reply
    return got.ok ? 'ok' : got.error.code
  }

  beforeEach(async () => {
    count = 0
    dataDir = mkdtempSync(join(tmpdir(), 'yipanqi-contract-'))
    core = await createCore({ dataDir, resourcesDir: join(root, 'resources'), appVersion: '0.0.0', keyCost: 10, checkOutputs: true })
    screen = await open(core)
  })
  afterEach(async () => {
    await screen.close()
    await core.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const signIn = async (): Promise<void> => {
    expect(await codeOf(call('office.setUp', SET_UP))).toBe('ok')
    expect(await codeOf(call('session.signIn', { account: '管理员', passphrase: PASSPHRASE }))).toBe('ok')
  }

  it('brings a reply back under the id of its request', async () => {
    const reply = await call('office.status', {})
    expect(reply).toMatchObject({ id: 'r1', ok: true, value: { state: 'needs_setup' } })
  })

  it('keeps concurrent calls apart', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => call('office.status', {})))
    expect(new Set(replies.map(({ id }) => id)).size).toBe(20)
    expect(replies.every(({ ok }) => ok)).toBe(true)
  })

  it('brings a refusal back with code, parameters and reference', async () => {
    const reply = await call('session.signIn', { account: '无人', passphrase: 'x' })
    expect(reply).toMatchObject({ ok: false, error: { code: 'office.not_set_up', ref: expect.stringMatching(/.{4,}/) as string } })
  })

  it('refuses a method that is not in the contract', async () => {
    expect(await codeOf(call('office.demolish', {}))).toBe('request.unknown_method')
  })

  it('names the field of an invalid input', async () => {
    const reply = await call('office.setUp', { ...SET_UP, office: { ...SET_UP.office, code: '榆阳' } })
    expect(reply).toMatchObject({ ok: false, error: { code: 'request.invalid', fields: { 'office.code': expect.any(String) as string } } })
  })

  it('refuses what needs a session before sign-in, and another screen after it', async () => {
    expect(await codeOf(call('accounts.list', {}))).toBe('session.none')
    await signIn()
    expect(await codeOf(call('accounts.list', {}))).toBe('ok')
    const other = await open(core)
    expect(await codeOf(call('accounts.list', {}, undefined, other))).toBe('session.none')
    await other.close()
  })

  it('refuses a request beyond the limit of its way', async () => {
    await signIn()
    const reply = call('drafts.save', { form: 'f', value: 'x'.repeat(MAX_REQUEST_CHARS) }, crypto.randomUUID())
    // In process there is no way to overload; the method's own limit speaks.
    expect(await codeOf(reply)).toBe(name === 'in process' ? 'drafts.too_large' : 'request.too_large')
  })

  it('acts once for a repeated key and refuses the key for something else', async () => {
    await signIn()
    const key = crypto.randomUUID()
    const draft = { form: 'slip', value: { name: '王䶮' } }
    const first = await valueOf(call('drafts.save', draft, key))
    expect(await valueOf(call('drafts.save', draft, key))).toEqual(first)
    expect(await codeOf(call('drafts.save', { ...draft, value: {} }, key))).toBe('request.key_reused')
  })

  it('pushes news to every screen of the office', async () => {
    await signIn()
    const heard = new Promise<WirePush>((resolve) => screen.onPush(resolve))
    expect(await codeOf(call('session.signOut', {}))).toBe('ok')
    expect(await codeOf(call('session.signIn', { account: '管理员', passphrase: PASSPHRASE }))).toBe('ok')
    expect(await heard).toMatchObject({ event: 'session.changed' })
  })

  it('carries Chinese outside the basic plane unharmed', async () => {
    await signIn()
    const value = { name: '王䶮 李𬱖 𠮷 𰻝', nul: '\u0001' }
    await call('drafts.save', { form: 'slip', value }, crypto.randomUUID())
    expect(await valueOf(call('drafts.get', { form: 'slip' }))).toMatchObject({ draft: { value } })
  })

  it('ends the session of a screen that closes, not the office', async () => {
    await signIn()
    await screen.close()
    screen = await open(core)
    expect(await codeOf(call('accounts.list', {}))).toBe('session.none')
    expect(await valueOf(call('office.status', {}))).toMatchObject({ state: expect.not.stringMatching('needs_setup') as string })
  })
})
