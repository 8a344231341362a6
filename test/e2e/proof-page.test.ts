// Why: an inspector on a phone or at a counter far away believes or doubts a person by this one file, with no network and nobody to ask.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { writeProof, type NamedOffice, type Proof, type ProofNames } from '@shared/proof'
import { loadTemplates } from '../../electron/core/modules/forms'
import { launch } from '../kit/browser'
import { openPress } from '../kit/press'
import { greyPng } from '../kit/small-png'
import { aProof, day, keyIdOctets, proofKey, signing } from '../proof/kit'
import { pdfOf, sheetWith } from '../proof/sheet'

const PAGE = resolve(import.meta.dirname, '../../out/main/proof-page.html')
const PHONE = { width: 390, height: 844 }

const office: NamedOffice = {
  ...proofKey.office,
  practice: false,
  keys: [{ keyId: proofKey.keyId, key: Buffer.from(proofKey.key).toString('hex'), isLost: false }],
  status: { asOf: day('2026-11-01'), version: 7, voided: [], vouched: [] }
}
const names: ProofNames = { maker: '测试县卫生健康局', madeOn: day('2026-11-02'), practice: false, offices: [office] }
const write = (change: Partial<Proof> = {}): string => writeProof({ ...aProof, ...change }, keyIdOctets, signing)

let folder: string
let browser: Browser
let files = 0
const complaints: string[] = []

/** The file as an office hands it out. */
function handedOut(list: ProofNames | null = names): string {
  const embedded = JSON.stringify(list).replaceAll('<', '\\u003c')
  const page = readFileSync(PAGE, 'utf8').replace('id="names">null<', () => `id="names">${embedded}<`)
  files += 1
  return pathToFileURL(saved(`${String(files)}.html`, page)).href
}

function saved(name: string, octets: Uint8Array | string): string {
  const file = join(folder, name)
  writeFileSync(file, octets)
  return file
}

function picture(text: string, name: string): string {
  const { side, shades } = sheetWith(text)
  return saved(name, greyPng(side, shades))
}

const chooseOn =
  (page: Page) =>
  (file: string): Promise<void> =>
    page.getByLabel('拍照，或选择图片、PDF').setInputFiles(file)

/** A certificate as the program saves it. */
async function printed(code: string): Promise<Buffer> {
  const press = await openPress()
  try {
    const stored = loadTemplates(resolve(import.meta.dirname, '../../resources/templates')).edition('marriage_birth', '2014')
    if (!stored) throw new RangeError('marriage_birth')
    const { html } = await press.page({ sheet: stored, pieces: [{ data: stored.sample, title: '', code }], practice: false })
    return await press.pdf(html)
  } finally {
    await press.close()
  }
}

/** Two frames of a film that stands for what a camera sees. */
function film(text: string): string {
  const { side, shades } = sheetWith(text)
  const colour = Buffer.alloc(2 * Math.ceil(side / 2) ** 2, 128)
  const head = Buffer.from(`YUV4MPEG2 W${String(side)} H${String(side)} F10:1 Ip A1:1 C420jpeg\n`)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), shades, colour])
  return saved('film.y4m', Buffer.concat([head, frame, frame]))
}

async function open(list: ProofNames | null = names, viewport = PHONE, on: Browser = browser): Promise<Page> {
  const context = await on.newContext({ viewport, locale: 'zh-CN', offline: true, permissions: ['camera'] })
  const page = await context.newPage()
  await page.clock.setFixedTime(new Date('2026-11-23T10:00:00+08:00'))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('blob:')) complaints.push(`asked for ${request.url()}`)
  })
  await page.goto(handedOut(list))
  return page
}

/** As a scanner types: fast keys and a line end. */
async function scan(page: Page, text: string): Promise<void> {
  await page.getByLabel('扫码枪扫入，或粘贴核验码').click()
  await page.keyboard.insertText(text)
  await page.keyboard.press('Enter')
}

const verdict = (page: Page): Promise<string> => page.getByRole('heading', { level: 2 }).innerText()
const said = (page: Page): Promise<string> => page.locator('body').innerText()
const rows = (page: Page): Promise<string[]> => page.getByRole('row').allInnerTexts()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'proof-page-'))
  browser = await launch()
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})
afterEach(() => {
  expect(complaints.splice(0)).toEqual([])
})

describe('the checking page, from a file, with the network off', () => {
  it('a code scanned as keys › 有效 with every fact of the paper', async () => {
    const page = await open()
    await scan(page, write())
    expect(await verdict(page)).toBe('✔ 有效')
    const shown = (await rows(page)).map((line) => line.split('\t'))
    expect(shown).toEqual([
      ['证件', aProof.form],
      ['编号', aProof.number],
      ...aProof.facts.map(({ label, value }) => [label, value]),
      ['签发日期', '2026-03-05'],
      ['有效期至', '2029-03-04']
    ])
    expect(await said(page)).toContain('作废名单第 7 版，截至 2026-11-01；以后的作废查不到')
    await page.close()
  })

  it('the next one › takes the place of the last', async () => {
    const page = await open()
    await scan(page, write())
    await scan(page, write().replace('JHP1:', 'JHP1:0'))
    expect(await verdict(page)).toBe('？ 无法确认')
    expect(await rows(page)).toEqual([])
    await page.getByRole('button', { name: '核验下一张' }).click()
    expect(await page.getByLabel('扫码枪扫入，或粘贴核验码').inputValue()).toBe('')
    expect(await page.getByRole('heading', { level: 2 }).isVisible()).toBe(false)
    await page.close()
  })

  it('a photo › 有效; a photo without a code, a file that is no picture › a sentence each', async () => {
    const page = await open()
    const choose = chooseOn(page)
    await choose(picture(write(), 'photo.png'))
    await page.getByText('✔ 有效').waitFor()
    await choose(picture('https://example.com', 'other.png'))
    await page.getByText('这不是证明上的核验码').waitFor()
    await choose(saved('blank.png', greyPng(300, Buffer.alloc(300 * 300, 200))))
    await page.getByText('图片里没有找到核验码').waitFor({ timeout: 20_000 })
    await choose(saved('words.png', 'not a picture'))
    await page.getByText('不是能打开的图片').waitFor()
    await page.close()
  })

  it('a PDF › of the program, of a scanner › 有效; one without a code, a broken one › a sentence each, and the next one is read', async () => {
    const page = await open()
    const choose = chooseOn(page)
    await choose(saved('certificate.pdf', await printed(write())))
    await page.getByText('✔ 有效').waitFor({ timeout: 20_000 })
    await choose(saved('broken.pdf', '%PDF-1.4 nothing'))
    await page.getByText('不是能打开的 PDF').waitFor({ timeout: 20_000 })
    expect(await page.getByText('✔ 有效').isVisible()).toBe(false)
    await choose(saved('scanned.pdf', pdfOf(sheetWith(write()))))
    await page.getByText('✔ 有效').waitFor({ timeout: 20_000 })
    await choose(saved('empty.pdf', pdfOf({ side: 300, shades: Buffer.alloc(300 * 300, 200) })))
    await page.getByText('这个 PDF 的前 20 页里没有找到核验码').waitFor({ timeout: 20_000 })
    await page.close()
  })

  it('the file › carries the licences of what is inside', () => {
    const page = readFileSync(PAGE, 'utf8')
    for (const words of ['@noble/curves', 'pdfjs-dist', 'Apache License', 'Permission is hereby granted']) expect(page).toContain(words)
  })

  it('a camera › finds the code and lets the camera go', async () => {
    const flags = [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film(write())}`
    ]
    const own = await launch(...flags)
    const page = await open(names, PHONE, own)
    await page.clock.resume()
    await page.getByRole('button', { name: '打开摄像头' }).click()
    await page.getByText('✔ 有效').waitFor({ timeout: 30_000 })
    expect(await page.getByRole('button', { name: '打开摄像头' }).isVisible()).toBe(true)
    await own.close()
  })

  it('no camera › says so and what else to do', async () => {
    const page = await open()
    await page.getByRole('button', { name: '打开摄像头' }).click()
    await page.getByText('摄像头没有打开').waitFor()
    await page.close()
  })

  it('voided, expired, practice, unknown office › each its answer', async () => {
    const voided = { ...names, offices: [{ ...office, status: { ...office.status!, voided: [[aProof.id, day('2026-05-01')] as const] } }] }
    const answers: readonly (readonly [ProofNames, string, string, string])[] = [
      [voided, write(), '✖ 已作废（2026-05-01）', '已作废这张证明'],
      [names, write({ validTo: day('2026-11-22') }), '？ 无法确认', '有效期至 2026-11-22'],
      [names, write({ practice: true }), '？ 无法确认', '练习证明，没有效力'],
      [{ ...names, offices: [] }, write(), '？ 无法确认', '名单里没有签发这张证明的单位'],
      [names, write().toLowerCase(), '？ 无法确认', 'Caps Lock'],
      [{ ...names, practice: true }, write(), '？ 无法确认', '演练中没有正式单位的名单']
    ]
    for (const [list, code, head, because] of answers) {
      const page = await open(list)
      await scan(page, code)
      expect(await verdict(page)).toBe(head)
      expect(await said(page)).toContain(because)
      await page.close()
    }
  })

  it('hostile facts and names › are text, and nothing scrolls sideways', async () => {
    const hostile = '</script><img src=x onerror=alert(1)>'
    const page = await open({ ...names, maker: hostile, offices: [{ ...office, name: hostile }] })
    await scan(page, write({ facts: [{ label: '<b>姓名</b>', value: `${hostile}${'长'.repeat(150)}` }] }))
    expect(await said(page)).toContain(hostile)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true)
    await page.close()
  })

  it('without its list › says that it is not whole', async () => {
    const page = await open(null)
    expect(await said(page)).toContain('这个网页里没有名单')
    await page.close()
  })

  it('looks alike on a phone and in an office', async () => {
    for (const [name, viewport] of Object.entries({ phone: PHONE, office: { width: 1366, height: 768 } })) {
      const page = await open(names, viewport)
      await scan(page, write())
      if (process.env['PROOF_SHOTS'] !== undefined)
        await page.screenshot({ path: join(process.env['PROOF_SHOTS'], `${name}.png`), fullPage: true })
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true)
      await page.close()
    }
  })
})
