/** Drives the real program in an installed Chromium as a clerk would: by labels, roles and keys, and nothing else. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Browser, type BrowserContext, type CDPSession, type Locator, type Page, type Request } from 'playwright-core'
import { expect, inject } from 'vitest'
import { chineseEnv, findBrowser } from '../../electron/loopback'

const BIN = resolve(import.meta.dirname, '../../bin/yipanqi.mjs')
/** A window as wide as the screens in the offices, and as high as such a screen shows. */
export const SCREEN = { width: 1366, height: 768 } as const
/** What is left of it under the title bar and above the task bar. */
export const USABLE = { width: SCREEN.width, height: 728 } as const
const SHOWN_WITHIN_MS = 20_000
const STARTED_WITHIN_MS = 60_000

/** The program on one data folder. */
export interface Served {
  readonly url: string
  stop(signal?: NodeJS.Signals): Promise<void>
}

/**
 * Starts the real program and waits for its one-time address.
 * @param state folder of the user's own marks: each PC has one, so a second folder stands for a second PC
 */
export async function serve(data: string, state = join(tmpdir(), 'yipanqi-test-state')): Promise<Served> {
  // A group of its own: the starter and the office it starts end by the same signal, as when the power goes.
  // Marks of offices that are gone are forgotten by the next start.
  const env = { ...process.env, XDG_STATE_HOME: state }
  const child = spawn(process.execPath, [BIN, 'serve', '--data', data, '--no-open'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env
  })
  const signalAll = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, signal)
  }
  const forsaken = (): void => signalAll('SIGKILL')
  process.once('exit', forsaken)
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')))
  const lines = createInterface({ input: child.stdout })
  const url = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'exit').then(() => {
      throw new Error(`the program ended before it gave an address: ${said.join('')}`)
    }),
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error(`no address: ${said.join('')}`)), STARTED_WITHIN_MS).unref()
    })
  ])
  return {
    url,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'close')
      signalAll(signal)
      await gone
      process.off('exit', forsaken)
    }
  }
}

/** One page of the program with everything a clerk has: eyes for words, hands for keys. */
export interface Clerk {
  readonly page: Page
  /** What the page complained of; a test ends with this being empty. */
  readonly complaints: string[]
  button(name: string | RegExp): Locator
  /** A field by its visible label. */
  field(label: string | RegExp): Locator
  grid(name: string): Locator
  /** Presses keys one after the other, those that act once the page has what it asked the office for. */
  keys(...names: readonly string[]): Promise<void>
  type(text: string): Promise<void>
  /** The label of what holds the focus. */
  focused(): Promise<string>
  sees(text: string | RegExp): Promise<void>
  /** Chooses an option of a list by its words. */
  choose(label: string, option: string): Promise<void>
  /** Goes to a place of the rail. */
  go(place: string): Promise<void>
  /** Picks an entry of the menu under the user's name. */
  menu(item: string | RegExp): Promise<void>
  /** Whether the whole page scrolls sideways. */
  scrollsSideways(): Promise<boolean>
  /** Composes with an input method: the text is under way and not yet taken. */
  compose(text: string): Promise<void>
  /** Ends the composition with the text it stands for. */
  commit(text: string): Promise<void>
  readonly cdp: CDPSession
}

/** The name a screen reader would say for the element in focus; read from the page, acts on nothing. */
function nameOfFocus(): string {
  const node = document.activeElement
  if (!(node instanceof HTMLElement) || node === document.body) return ''
  const own = node.getAttribute('aria-label')
  if (own) return own
  const group = node instanceof HTMLInputElement && node.type === 'radio' ? node.closest('[role=radiogroup]') : null
  if (group) return group.getAttribute('aria-label') ?? ''
  const label =
    node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement ? node.labels?.[0] : null
  return (label ?? node).textContent.trim().replaceAll(/\s+/g, ' ')
}

/** Whether the focus is still in the node once two frames are drawn; runs in the page. */
function keepsFocus(node: Node): Promise<boolean> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(node.contains(document.activeElement))))
  })
}

/**
 * Puts the focus there and sees that it stays, as a person looks before pressing a key: a dialog that is still open takes no focus outside itself,
 * and one that closes gives it back to what opened it.
 */
export async function focusOn(target: Locator): Promise<void> {
  // A page behind another draws a frame a second.
  await target.page().bringToFront()
  await expect
    .poll(
      async () => {
        await target.focus()
        return target.evaluate(keepsFocus)
      },
      { timeout: SHOWN_WITHIN_MS, message: `the focus is on ${String(target)}` }
    )
    .toBe(true)
}

/** Keys that act on what stands on the page, and not on the field they are typed into. */
const ACTS = /^(?:(?:Control|Shift)\+)*(?:F\d+|Enter)$/
/** Longest look at a page that is still fetching: some work goes on for minutes, and keys are there to stop it. */
const LOOK_MS = 3_000

/**
 * Follows what a page asks of the office.
 * @returns waits until everything asked was answered and the page has drawn its conclusions, as a person looks at a page before acting on it
 */
function watchAnswers(page: Page): () => Promise<void> {
  const asked = new Set<Request>()
  page.on('request', (request) => {
    if (request.resourceType() === 'fetch') asked.add(request)
  })
  const answered = (request: Request): void => void asked.delete(request)
  page.on('requestfinished', answered)
  page.on('requestfailed', answered)
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) asked.clear()
  })
  const turn = (): Promise<void> =>
    page
      .evaluate(
        () =>
          new Promise<void>((done) => {
            const { port1, port2 } = new MessageChannel()
            port1.onmessage = () => done()
            port2.postMessage(null)
          })
      )
      // A page that is just going away has nothing to wait for.
      .catch(() => undefined)
  return async () => {
    const until = Date.now() + LOOK_MS
    do {
      await turn()
      if (asked.size > 0) await new Promise((done) => setTimeout(done, 10))
    } while (asked.size > 0 && Date.now() < until)
    await turn()
  }
}

export function clerkAt(page: Page, cdp: CDPSession, complaints: string[] = []): Clerk {
  const allAnswered = watchAnswers(page)
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`)
  })
  const clerk: Clerk = {
    page,
    cdp,
    complaints,
    button: (name) => page.getByRole('button', { name }),
    field: (label) => page.getByLabel(label),
    grid: (name) => page.getByRole('grid', { name }),
    async keys(...names) {
      for (const name of names) {
        if (ACTS.test(name)) await allAnswered()
        await page.keyboard.press(name)
      }
    },
    type: (text) => page.keyboard.type(text),
    focused: () => page.evaluate(nameOfFocus),
    sees: (text) => page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: SHOWN_WITHIN_MS }),
    async choose(label, option) {
      await page.getByLabel(label, { exact: true }).selectOption({ label: option })
    },
    async go(place) {
      const link = page.getByRole('navigation', { name: '主要栏目' }).getByRole('link', { name: new RegExp(`^${place}`) })
      await focusOn(link)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: place }).waitFor()
    },
    async menu(item) {
      await focusOn(page.getByRole('banner').getByRole('button', { expanded: false }).last())
      await page.keyboard.press('Enter')
      const entry = page.getByRole('menuitem').or(page.getByRole('menuitemcheckbox'))
      await focusOn(entry.filter({ hasText: item }))
      await page.keyboard.press('Enter')
    },
    scrollsSideways: () =>
      page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) > (document.scrollingElement?.clientWidth ?? 0)),
    async compose(text) {
      await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    },
    async commit(text) {
      await cdp.send('Input.insertText', { text })
    }
  }
  return clerk
}

/** A temporary data folder, the program on it, and a browser; the program may be stopped and started again on the same folder. */
export interface Stage {
  readonly root: string
  readonly data: string
  readonly served: Served
  readonly context: BrowserContext
  open(url: string): Promise<Clerk>
  /** Starts the program again on the same folder. */
  restart(): Promise<Served>
  close(): Promise<void>
}

/** @param more flags of Chromium beside the usual ones */
export async function launch(...more: readonly string[]): Promise<Browser> {
  const executablePath = findBrowser(process.env, process.platform)
  if (executablePath === null) throw new Error('no Chromium, Chrome or Edge is installed')
  const args = ['--lang=zh-CN', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...more]
  return chromium.launch({ executablePath, args, env: chineseEnv(process.env) })
}

/** @param from data folder to begin with instead of an empty one; it is copied */
export async function openStage(from?: string): Promise<Stage> {
  const root = mkdtempSync(join(tmpdir(), 'by-screen-'))
  const data = join(root, 'data')
  if (from === undefined) mkdirSync(data)
  else cpSync(from, data, { recursive: true })
  const browser = await launch()
  const context = await browser.newContext({
    viewport: SCREEN,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
    reducedMotion: 'reduce'
  })
  context.setDefaultTimeout(SHOWN_WITHIN_MS)
  let served = await serve(data)
  return {
    root,
    data,
    context,
    get served() {
      return served
    },
    async open(url) {
      const page = await context.newPage()
      const clerk = clerkAt(page, await context.newCDPSession(page))
      await page.goto(url)
      return clerk
    },
    async restart() {
      await served.stop('SIGKILL')
      served = await serve(data)
      return served
    },
    async close() {
      await browser.close()
      await served.stop()
      rmSync(root, { recursive: true, force: true })
    }
  }
}

/** A stage on which practice was begun before: what the first Enter makes takes seconds, and the walks that try it are others. */
export const openPracticeStage = (): Promise<Stage> => openStage(inject('madePractice'))

/** Opens the program and goes to practice, which is one Enter away. */
export async function openPractice(stage: Stage, url: string = stage.served.url): Promise<Clerk> {
  const clerk = await stage.open(url)
  await clerk.button(/^(开始|继续)演练/).waitFor()
  expect(await clerk.focused()).toMatch(/(开始|继续)演练/)
  await clerk.keys('Enter')
  await clerk.page.getByRole('navigation', { name: '主要栏目' }).waitFor({ timeout: 90_000 })
  return clerk
}

/** The words of the page itself, on one line: a report that is cut short still says what stood there. */
async function wordsOf({ page }: Clerk): Promise<string> {
  const main = page.getByRole('main')
  const words = await ((await main.count()) === 1 ? main : page.locator('body')).innerText()
  return words.replaceAll(/\s*\n\s*/g, ' · ').slice(0, 2000)
}

/** Runs a walk; when it fails, what stands on the page then becomes part of the failure. */
export async function walking<T>(clerk: Clerk, walk: () => Promise<T>): Promise<T> {
  try {
    return await walk()
  } catch (error) {
    const [focus, stands] = await Promise.all([clerk.focused(), wordsOf(clerk)]).catch(() => ['', 'the page is gone'])
    if (error instanceof Error) error.message += `\ncomplaints: ${clerk.complaints.join(' | ')}; focus: ${focus}; the page says: ${stands}`
    throw error
  }
}

/** Nothing was said on the console that nobody meant. */
export function expectNoComplaints(clerk: Clerk): void {
  expect(clerk.complaints).toEqual([])
}

/** Buttons of the frame and the page that stand, even partly, outside the window where nothing scrolls to them. */
export function cutOff({ page }: Clerk): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (node: Element | null): boolean => {
      for (let at = node; at; at = at.parentElement) {
        const style = getComputedStyle(at)
        if (/auto|scroll/.test(style.overflowY + style.overflowX)) return true
      }
      return false
    }
    return Array.from(document.querySelectorAll('button, a[href], input, select'))
      .filter((node) => node.getClientRects().length > 0 && !scrolls(node.parentElement))
      .filter((node) => {
        const box = node.getBoundingClientRect()
        return box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1
      })
      .map((node) => node.textContent.trim() || node.getAttribute('aria-label') || node.tagName)
  })
}
