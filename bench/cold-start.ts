/** Cold start of the loopback window: from starting the program to the sign-in page drawn, with many persons and with none. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { findBrowser } from '../electron/loopback'
import { benchOffice, root, type BenchOffice } from './bench-office'
import { race, type Comparison } from './measure'

const ROUNDS = 7

async function startOnce(browser: Browser, dir: string): Promise<number> {
  const start = performance.now()
  const child = spawn(process.execPath, [join(root, 'out', 'main', 'cli.js'), 'serve', '--data', dir, '--no-open'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: root
  })
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (piece: Buffer) => {
      text += piece.toString()
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '')
    })
    child.on('exit', () => reject(new TypeError('the program ended')))
  })
  const page = await browser.newPage()
  await page.goto(url)
  await page.getByRole('button', { name: /登录/ }).first().waitFor()
  const took = performance.now() - start
  await page.close()
  child.removeAllListeners('exit')
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
  return took
}

export async function coldStartBench(rows: number): Promise<Comparison[]> {
  const executablePath = findBrowser(process.env, process.platform)
  if (executablePath === null) throw new TypeError('no browser installed')
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const full: BenchOffice = await benchOffice(rows)
  const empty = await benchOffice(0)
  try {
    return [
      await race({
        name: 'cold start of the loopback window',
        rows,
        rounds: ROUNDS,
        bound: 1.1,
        floorName: 'the same office with nobody on file',
        ours: () => startOnce(browser, full.dir),
        floor: () => startOnce(browser, empty.dir)
      })
    ]
  } finally {
    await browser.close()
    full.remove()
    empty.remove()
  }
}
