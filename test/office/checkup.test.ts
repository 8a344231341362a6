/** The office looks at itself once a week in a quiet moment, and when it is asked. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { methods } from '@shared/contract'
import { checkNames } from '@shared/domain/checkup'
import { createCore, type Core } from '../../electron/core'
import { fileLog, type Timer } from '../../electron/core/platform'
import { desk, openTestOffice, PASSPHRASE, resourcesDir, type Desk, type TestOffice } from '../kit/office'

let office: TestOffice
beforeAll(async () => {
  office = await openTestOffice()
})
afterAll(() => office.close())

it('an administrator › asks for it and reads it; a clerk reads it and may not start it', async () => {
  const admin = await office.as('guanli')
  expect(await admin.call('checkup.state', {})).toMatchObject({ last: null, dueOn: '2026-03-05', earlier: [] })
  const report = await admin.finish('checkup.run', { thorough: true })
  expect(report.findings.map(({ check }) => check)).toEqual(checkNames)
  expect(Object.fromEntries(report.findings.map(({ check, verdict }) => [check, verdict]))).toMatchObject({
    ...{ database: 'good', encryption: 'good', audit: 'good', bundles: 'good', clock: 'note', keys: 'good', partners: 'good' },
    ...{ fonts: 'good', codes: 'good', backups: 'bad', rules: 'note' }
  })
  const { last, dueOn } = await office.call('checkup.state', {})
  expect(last).toEqual(report)
  expect(dueOn).toBe('2026-03-12')
  await expect(office.call('checkup.run', {})).rejects.toMatchObject({ code: 'session.forbidden' })
  await office.call('session.signOut', {})
})

it('a report › lies in a plain file that names no office, no user and no person', () => {
  const text = readFileSync(join(office.dir, 'checkups.json'), 'utf8')
  for (const word of ['测试甲区', '610802-00', 'guanli', 'banli', office.dir]) expect(text).not.toContain(word)
  expect(JSON.parse(text)).toMatchObject({ format: 'yipanqi-checkups/1' })
})

it('one that comes by itself › waits for its week and for a quiet moment, and leaves its line in the log', async () => {
  await office.core.close()
  const waiting: { readonly after: number; readonly work: () => void }[] = []
  const timer: Timer = {
    after: (after, work) => {
      const one = { after, work }
      waiting.push(one)
      return () => {
        if (waiting.includes(one)) waiting.splice(waiting.indexOf(one), 1)
      }
    }
  }
  /** Nobody calls for a few seconds. */
  const quiet = (): void => {
    for (let turns = 0; turns < 1000; turns++) {
      const at = waiting.findIndex(({ after }) => after < 60_000)
      if (at < 0) return
      waiting.splice(at, 1)[0]?.work()
    }
  }
  const open = (): Promise<Core> =>
    createCore({ dataDir: office.dir, resourcesDir, appVersion: 'test', clock: office.clock, keyCost: 4, timer })
  const at = async (core: Core): Promise<Desk> => {
    const clerk = desk(core)
    await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    return clerk
  }
  let core = await open()
  let clerk = await at(core)
  quiet()
  expect((await clerk.call('checkup.state', {})).last?.why).toBe('asked')
  await core.close()
  office.clock.advance(8 * 86_400_000)
  waiting.length = 0
  core = await open()
  clerk = await at(core)
  expect((await clerk.call('checkup.state', {})).last?.why).toBe('asked')
  await vi.waitFor(async () => {
    quiet()
    expect((await clerk.call('checkup.state', {})).last?.why).toBe('weekly')
  }, 20_000)
  const state = await clerk.call('checkup.state', {})
  expect(state.dueOn).toBe('2026-03-20')
  expect(state.earlier).toHaveLength(1)
  const { rows } = await clerk.call('audit.search', { event: 'checkup.done', outcome: 'done' })
  expect(rows.map(({ account }) => account)).toEqual(['自动', 'guanli'])
  await core.close()
  await office.restart()
})

it('a problem report › after names and numbers were refused in every way, tells codes and holds none of them; the office only where wanted', async () => {
  await office.core.close()
  const core = await createCore({
    ...{ dataDir: office.dir, resourcesDir, appVersion: '9.8.7', clock: office.clock, keyCost: 4 },
    log: fileLog(join(office.dir, 'logs', 'yipanqi.log'), office.clock)
  })
  const clerk = desk(core)
  const canaries = ['金丝雀', '610802199001011234', '13912345678']
  for (const word of canaries) {
    await clerk.raw(word, { name: word })
    await clerk.raw('persons.get', { id: word })
  }
  await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  for (const [name, spec] of methods)
    for (const word of canaries)
      if (spec.kind === 'query' || spec.kind === 'command') {
        await clerk.raw(name, { id: word, text: word, name: word, idNo: word })
        await clerk.raw(
          name,
          Object.fromEntries(
            Object.keys(z.toJSONSchema(spec.input, { io: 'input', unrepresentable: 'any' }).properties ?? {}).map((key) => [key, word])
          )
        )
      }
  for (const word of canaries) await clerk.raw('session.signIn', { account: word, passphrase: word })
  const admin = desk(core)
  await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
  const { text } = await admin.call('checkup.problem', {})
  for (const part of ['程序版本：9.8.7', '【体检】', 'request.invalid', 'session.wrong_passphrase', '【程序日志最后'])
    expect(text).toContain(part)
  for (const word of [...canaries, '测试甲区', '610802-00', 'guanli', 'banli', office.dir]) expect(text, word).not.toContain(word)
  const whole = readFileSync(join(office.dir, 'logs', 'yipanqi.log'), 'utf8')
  expect(whole.split('\n').length).toBeGreaterThan(300)
  for (const word of [...canaries, '测试甲区', '610802-00', 'guanli', 'banli']) expect(whole, word).not.toContain(word)
  expect((await admin.call('checkup.problem', { withOffice: true })).text).toContain('测试甲区卫生健康局 610802-00')
  const { file } = await admin.call('checkup.saveProblem', { text })
  const saved = readFileSync(admin.connection.take(file.ticket).path, 'utf8')
  expect(saved).toBe(`\uFEFF${text}`)
  await expect(clerk.call('checkup.problem', {})).rejects.toMatchObject({ code: 'session.forbidden' })
  await core.close()
  await office.restart()
})
