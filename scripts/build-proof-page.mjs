// Builds the page with which anyone checks a proof: one HTML file, out/main/proof-page.html, that needs nothing beside it.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const source = join(root, 'renderer', 'proof-page')

/** The office that hands the page out puts its list in the place of `null`. */
const NAMES = '<script type="application/json" id="names">null</script>'

const inCsp = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** @param {string} outDir */
export async function buildProofPage(outDir) {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': join(root, 'shared') } },
    build: {
      // Phones of ten years ago are not asked for; what opens a picture with createImageBitmap is.
      target: ['chrome87', 'safari15', 'firefox93'],
      write: false,
      minify: true,
      lib: { entry: join(source, 'main.ts'), formats: ['iife'], name: 'page' }
    }
  })
  const [{ output }] = Array.isArray(built) ? built : [built]
  const script = output[0].code.replaceAll('</script', '<\\/script')
  const style = readFileSync(join(source, 'page.css'), 'utf8')
  const policy = `default-src 'none'; script-src ${inCsp(script)}; style-src ${inCsp(style)}; img-src blob: data:; media-src blob: mediastream:; form-action 'none'; base-uri 'none'`
  const page = readFileSync(join(source, 'index.html'), 'utf8')
    .replace('<!-- policy -->', () => `<meta http-equiv="Content-Security-Policy" content="${policy}" />`)
    .replace('<!-- style -->', () => `<style>${style}</style>`)
    .replace('<!-- names -->', () => NAMES)
    .replace('<!-- script -->', () => `<script>${script}</script>`)
  mkdirSync(outDir, { recursive: true })
  writeFileSync(join(outDir, 'proof-page.html'), page)
}

if (process.argv[1] === import.meta.filename) await buildProofPage(join(root, 'out', 'main'))
