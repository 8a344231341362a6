// Draws the program's icons from resources/public/favicon.svg with the installed browser: a PNG for Linux, an ICO for Windows.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser } from './browsers.mjs'

const root = join(import.meta.dirname, '..')
const svg = readFileSync(join(root, 'resources', 'public', 'favicon.svg'), 'utf8')

/** An ICO file that holds one PNG of 256 × 256 (a width of 0 means 256). */
function icoOf(png) {
  const head = Buffer.alloc(22)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(1, 4)
  head.writeUInt16LE(1, 10)
  head.writeUInt16LE(32, 12)
  head.writeUInt32LE(png.length, 14)
  head.writeUInt32LE(head.length, 18)
  return Buffer.concat([head, png])
}

const browser = await chromium.launch({
  executablePath: findBrowser() ?? undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
})
const draw = async (size) => {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
  return page.screenshot({ omitBackground: true })
}
mkdirSync(join(root, 'resources', 'icons'), { recursive: true })
writeFileSync(join(root, 'resources', 'icons', 'icon.png'), await draw(512))
writeFileSync(join(root, 'resources', 'icons', 'icon.ico'), icoOf(await draw(256)))
await browser.close()
