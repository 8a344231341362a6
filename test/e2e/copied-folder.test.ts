/** A data folder that was copied is told at the door, gives out nothing until the administrator says what it is for, and a second start shows the first, by keys. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, serve, type Served, type Stage, walking } from '../kit/browser'
import { ADMIN, beginOffice, signIn } from './real-office'

const BIN = resolve(import.meta.dirname, '../../bin/yipanqi.mjs')

let stage: Stage
let clerk: Clerk
let copied: Served | undefined
const folder = mkdtempSync(join(tmpdir(), 'copied-'))
beforeAll(async () => {
  stage = await openStage()
  clerk = await stage.open(stage.served.url)
})
afterAll(async () => {
  await copied?.stop()
  await stage.close()
  rmSync(folder, { recursive: true, force: true })
})

it('a second start › is given a page of the first', async () => {
  await walking(clerk, async () => {
    await beginOffice(clerk)
  })
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, 'serve', '--data', stage.data, '--no-open'])
  expect(stdout.trim()).toMatch(new RegExp(`^${new URL(stage.served.url).origin}/#t=[0-9a-f]{32}$`))
  const second = await stage.open(stdout.trim())
  // In the browser of the first it is the same user at the same work.
  await second.go('设置')
  expectNoComplaints(clerk)
})

it('a copy › says what it is before sign-in, and is settled by the administrator', async () => {
  const data = join(folder, 'data')
  cpSync(stage.data, data, { recursive: true })
  copied = await serve(data)
  const other = await stage.open(copied.url)
  await walking(other, async () => {
    await other.sees(/这份资料是从别处拷贝来的副本/)
    expect(await findings(other)).toEqual([])
    await signIn(other, ADMIN)
    await other.button('只看看').waitFor()
    expect(await findings(other)).toEqual([])
    expect(await cutOff(other)).toEqual([])
    await focusOn(other.page.getByRole('button', { name: '搬到这里办公…', exact: true }))
    await other.keys('Enter')
    await focusOn(other.page.getByRole('dialog', { name: '搬到这里办公' }).getByRole('button', { name: '搬到这里办公', exact: true }))
    await other.keys('Enter')
    await expect.poll(() => other.page.getByText('从别处拷贝来的副本').count()).toBe(0)
  })
  expectNoComplaints(other)
})
