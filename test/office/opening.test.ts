/** Founding, opening, locking and coming back to an office, as users and as time and accidents would have it. */
import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openCore, openTestOffice, desk, PASSPHRASE, type TestOffice } from '../kit/office'

const NEW_PASSPHRASE = '秋月 当空 江清 月近 人归'
let office: TestOffice | undefined
afterEach(async () => {
  await office?.close()
  office = undefined
})

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error))
  )

describe('founding', () => {
  it('status › asks for set-up › in an empty folder, and for sign-in afterwards', async () => {
    office = await openTestOffice()
    const core = await office.restart()
    const status = await desk(core).call('office.status', {})
    expect(status).toMatchObject({ state: 'locked', slot: 'main', mainBuilt: true, practiceBuilt: false, session: null })
    expect(status.accounts.map((account) => account.name)).toEqual(['guanli', 'banli'])
  })

  it('set-up › is refused › where an office stands, and the office is untouched', async () => {
    office = await openTestOffice()
    const again = office.call('office.setUp', {
      office: { code: '141124-00', name: '另一个', phone: '' },
      rules: null,
      admin: { name: 'x', displayName: 'x', passphrase: PASSPHRASE }
    })
    expect(await codeOf(again)).toBe('office.already_set_up')
    expect((await office.call('office.status', {})).office?.code).toBe('610802-00')
  })

  it('folder › holds no clear text › of names, settings or keys', async () => {
    office = await openTestOffice({ name: '测试甲区卫生健康局' })
    await office.call('drafts.save', { form: 'person', value: { name: '赵明文' } })
    const files = readdirSync(office.dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name))
      expect(bytes.includes('赵明文'), file.name).toBe(false)
      expect(bytes.includes('AGE-SECRET-KEY'), file.name).toBe(false)
    }
  })
})

describe('sign-in', () => {
  it('wrong passphrase and unknown name › answer alike › and enter the audit chain with the next sign-in', async () => {
    office = await openTestOffice()
    const stranger = desk(office.core)
    expect(await codeOf(stranger.call('session.signIn', { account: 'banli', passphrase: '不对的口令' }))).toBe('session.wrong_passphrase')
    expect(await codeOf(stranger.call('session.signIn', { account: '没有此人', passphrase: PASSPHRASE }))).toBe('session.wrong_passphrase')
    const overseer = await office.as('jiandu', ['overseer'])
    const { rows } = await overseer.call('audit.search', { event: 'session.signed_in' })
    expect(
      rows
        .filter((row) => row.outcome === 'refused')
        .map((row) => row.account)
        .sort()
    ).toEqual(['banli', '没有这个用户'])
    expect(await overseer.call('audit.verify', {})).toMatchObject({ intact: true, brokenAt: null })
  })

  it('sixth try › must wait, also after a restart › and the wait ends by time', async () => {
    office = await openTestOffice()
    const stranger = desk(office.core)
    for (let i = 0; i < 5; i++) await codeOf(stranger.call('session.signIn', { account: 'banli', passphrase: '不对的口令' }))
    expect(await codeOf(stranger.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE }))).toBe('session.wait')
    const again = desk(await office.restart())
    expect(await codeOf(again.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE }))).toBe('session.wait')
    office.clock.advance(16_000)
    expect(await codeOf(again.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE }))).toBe('done')
  })

  it('nothing › can be asked › before sign-in', async () => {
    office = await openTestOffice()
    const stranger = desk(office.core)
    for (const [method, input] of [
      ['persons.search', {}],
      ['slips.home', {}],
      ['accounts.list', {}],
      ['drafts.get', { form: 'x' }],
      ['audit.search', {}]
    ] as const)
      expect(await codeOf(stranger.call(method, input)), method).toBe('session.none')
  })

  it('idle screen › locks after its minutes › also when the clock jumps back', async () => {
    office = await openTestOffice()
    office.clock.advance(14 * 60_000)
    await office.call('drafts.get', { form: 'x' })
    office.clock.advance(16 * 60_000)
    expect(await codeOf(office.call('drafts.get', { form: 'x' }))).toBe('session.none')
    expect(office.pushes.at(-1)).toEqual({ event: 'session.changed', value: { signedIn: false, reason: 'idle' } })
    await office.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    office.clock.set('1999-01-01T00:00:00Z')
    expect(await codeOf(office.call('drafts.get', { form: 'x' }))).toBe('session.none')
  })

  it('another user of the same screen › never sees the drafts of the one before', async () => {
    office = await openTestOffice()
    await office.call('drafts.save', { form: 'person', value: { name: '半张表' } })
    await office.call('session.signOut', {})
    await office.as('qita', ['window'])
    await office.call('session.signIn', { account: 'qita', passphrase: PASSPHRASE })
    expect(await office.call('drafts.get', { form: 'person' })).toEqual({ draft: null })
    await office.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    expect((await office.call('drafts.get', { form: 'person' })).draft?.value).toEqual({ name: '半张表' })
  })
})

describe('accounts', () => {
  it('account › signs in with its new passphrase only › after a reset, and not at all once ended', async () => {
    office = await openTestOffice()
    const admin = desk(office.core)
    await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
    const { rows } = await admin.call('accounts.list', {})
    const id = rows.find((row) => row.name === 'banli')?.id ?? ''
    await admin.call('accounts.resetPassphrase', { id, passphrase: NEW_PASSPHRASE })
    const clerk = desk(office.core)
    expect(await codeOf(clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE }))).toBe('session.wrong_passphrase')
    expect(await codeOf(clerk.call('session.signIn', { account: 'banli', passphrase: NEW_PASSPHRASE }))).toBe('done')
    await admin.call('accounts.update', { id, displayName: '办理', roles: ['window'], active: false })
    expect(await codeOf(clerk.call('session.signIn', { account: 'banli', passphrase: NEW_PASSPHRASE }))).toBe('session.wrong_passphrase')
  })

  it('administrator › sees no person › and a clerk manages no account; both attempts are recorded', async () => {
    office = await openTestOffice()
    const admin = desk(office.core)
    await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
    expect(await codeOf(admin.call('persons.search', {}))).toBe('session.forbidden')
    expect(
      await codeOf(office.call('accounts.create', { name: 'y', displayName: 'y', roles: ['administrator'], passphrase: PASSPHRASE }))
    ).toBe('session.forbidden')
    const { rows } = await office.call('audit.search', {})
    expect(rows.filter((row) => row.outcome === 'refused').map((row) => [row.account, row.method])).toEqual([
      ['banli', 'accounts.create'],
      ['guanli', 'persons.search']
    ])
  })

  it('last administrator › cannot be ended', async () => {
    office = await openTestOffice()
    const admin = desk(office.core)
    await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
    const { rows } = await admin.call('accounts.list', {})
    const id = rows.find((row) => row.name === 'guanli')?.id ?? ''
    expect(await codeOf(admin.call('accounts.update', { id, displayName: '管', roles: ['window'], active: true }))).toBe(
      'accounts.last_administrator'
    )
  })

  it('printed recovery key › gives a forgotten account a new passphrase › and a wrong digit gives nothing', async () => {
    office = await openTestOffice()
    const core = await office.restart()
    const stranger = desk(core)
    const wrong = office.recoveryKey.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10))
    expect(await codeOf(stranger.call('session.recover', { recoveryKey: wrong, account: 'banli', passphrase: NEW_PASSPHRASE }))).toBe(
      'office.recovery_key_wrong'
    )
    await stranger.call('session.recover', { recoveryKey: office.recoveryKey, account: 'banli', passphrase: NEW_PASSPHRASE })
    expect(await codeOf(stranger.call('session.signIn', { account: 'banli', passphrase: NEW_PASSPHRASE }))).toBe('done')
  })
})

describe('settings', () => {
  it('a renamed office › shows its new name at the sign-in page and in what it signs', async () => {
    office = await openTestOffice()
    const admin = desk(office.core)
    await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
    await admin.call('office.saveSettings', { name: '新的名称', phone: '0912-0000009', idleMinutes: 20, rulePack: 'order-555' })
    expect((await admin.call('office.status', {})).session?.office.name).toBe('新的名称')
    const status = await desk(await office.restart()).call('office.status', {})
    expect(status.office).toMatchObject({ name: '新的名称', phone: '0912-0000009', code: '610802-00' })
  })

  it('log › leaves out what is not asked for', async () => {
    office = await openTestOffice()
    await office.call('drafts.save', { form: 'a', value: 1 })
    const events = async (without: string[]) =>
      (await (office as TestOffice).call('audit.search', { without })).rows.map((row) => row.event)
    expect(await events([])).toContain('draft.saved')
    expect(await events(['draft.saved'])).not.toContain('draft.saved')
  })
})

describe('gate', () => {
  it('same key › acts once and answers the same › also after a restart; another input under it is refused', async () => {
    office = await openTestOffice()
    const key = '0191f000-0000-7000-8000-000000000001'
    const first = await office.call('drafts.save', { form: 'a', value: 1 }, key)
    office.clock.advance(60_000)
    expect(await office.call('drafts.save', { form: 'a', value: 1 }, key)).toEqual(first)
    expect(await codeOf(office.call('drafts.save', { form: 'a', value: 2 }, key))).toBe('request.key_reused')
    const again = desk(await office.restart())
    await again.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    expect(await again.call('drafts.save', { form: 'a', value: 1 }, key)).toEqual(first)
  })

  it.each([
    [null, 'request.invalid'],
    [{ v: 2, id: 'x', method: 'office.status', input: {} }, 'request.invalid'],
    [{ v: 1, id: 'x', method: 'office.nothing', input: {} }, 'request.unknown_method'],
    [{ v: 1, id: 'x', method: '__proto__.toString', input: {} }, 'request.unknown_method'],
    [{ v: 1, id: 'x', method: 'session.signIn', input: { account: 'a' } }, 'request.invalid'],
    [{ v: 1, id: 'x', method: 'office.status', input: { extra: 1 } }, 'request.invalid']
  ])('malformed request %# › is refused with its code', async (request, code) => {
    office = await openTestOffice()
    const reply = await office.connection.call(request as never)
    expect(reply.ok ? 'ok' : reply.error.code).toBe(code)
  })
})

describe('accidents', () => {
  it('T73 second program on the same folder › is refused in one sentence', async () => {
    office = await openTestOffice()
    const second = await openCore(office.dir, office.clock)
    expect(await codeOf(desk(second).call('session.signIn', { account: 'banli', passphrase: PASSPHRASE }))).toBe('storage.in_use')
    await second.close()
  })

  it.each([
    [
      'cut in the middle',
      (path: string) => {
        truncateSync(path, 5000)
      }
    ],
    [
      'overwritten at its head',
      (path: string) => {
        writeFileSync(path, Buffer.alloc(8192, 7))
      }
    ],
    [
      'empty',
      (path: string) => {
        truncateSync(path, 0)
      }
    ]
  ])('database %s › gives the damage page › and the file stays as it is', async (_name, harm) => {
    office = await openTestOffice()
    await office.core.close()
    const path = join(office.dir, 'office.db')
    harm(path)
    copyFileSync(path, `${path}.copy`)
    const core = await office.restart()
    const caller = desk(core)
    expect(await codeOf(caller.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE }))).toBe('office.damaged')
    expect((await caller.call('office.status', {})).state).toBe('damaged')
    expect(readFileSync(path).equals(readFileSync(`${path}.copy`))).toBe(true)
  })

  it('key slot file scribbled over › gives the damage page before any passphrase is asked', async () => {
    office = await openTestOffice()
    await office.core.close()
    appendFileSync(join(office.dir, 'office.json'), 'x')
    const core = await office.restart()
    expect(await desk(core).call('office.status', {})).toMatchObject({ state: 'damaged', office: null })
  })

  it('interrupted set-up › leaves no office › and its file is kept aside when set-up is done again', async () => {
    office = await openTestOffice()
    await office.core.close()
    const slots = join(office.dir, 'office.json')
    copyFileSync(slots, `${slots}.away`)
    truncateSync(slots, 0)
    // As if power failed before the slots were written and anybody had worked here: neither file is there at all.
    const { rmSync } = await import('node:fs')
    rmSync(slots)
    rmSync(join(office.dir, 'backup-places.json'))
    const core = await office.restart()
    const caller = desk(core)
    expect((await caller.call('office.status', {})).state).toBe('needs_setup')
    await caller.call('office.setUp', {
      office: { code: '610802-00', name: '再来一次', phone: '' },
      rules: null,
      admin: { name: 'guanli', displayName: '管', passphrase: PASSPHRASE }
    })
    expect(readdirSync(office.dir).some((name) => name.includes('unfinished'))).toBe(true)
    expect(existsSync(join(office.dir, 'office.db'))).toBe(true)
  })
})
