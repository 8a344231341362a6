// Builds the page with which anyone checks a proof: one HTML file, out/main/proof-page.html, that needs nothing beside it.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const source = join(root, 'renderer', 'proof-page')
const READER = join(root, 'renderer', 'scan', 'document-reader.ts')
const THREAD = join(root, 'node_modules', 'pdfjs-dist', 'legacy', 'build', 'pdf.worker.min.mjs')

/** The office that hands the page out puts its list in the place of `null`. */
const NAMES = '<script type="application/json" id="names">null</script>'

const inCsp = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** What stands in a script element must not end it, nor open a comment that hides its end. */
function inScript(text) {
  const safe = text.replaceAll('</script', '<\\/script')
  if (/<!--|<script/i.test(safe)) throw new Error('a script of the page would hide its own end')
  return safe
}

/** @param {readonly string[]} modules @returns {string[]} names of the packages they belong to */
const packagesOf = (modules) =>
  modules.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll('\\', '/'))?.[1] ?? [])

/** The page leaves the house without the program, so it carries the licences of what is inside. */
function licencesOf(packages) {
  const parts = [...new Set(packages)].sort().map((name) => {
    const folder = join(root, 'node_modules', name)
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one))
    if (!file) throw new Error(`${name} brings no licence`)
    return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}`
  })
  return `<!--\n${parts.join('\n\n\n').replaceAll('--', '- -')}\n-->`
}

/** @returns {Promise<{ text: string, packages: string[] }>} the script with all that it imports */
async function scriptOf(entry) {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': join(root, 'shared') } },
    // Only under Node does the reader ask where it lies.
    define: { 'import.meta.url': 'undefined' },
    build: {
      // Phones of ten years ago are not asked for; what opens a picture with createImageBitmap is.
      target: ['chrome87', 'safari15', 'firefox93'],
      write: false,
      minify: true,
      lib: { entry, formats: ['iife'], name: 'page' }
    }
  })
  const [{ output }] = Array.isArray(built) ? built : [built]
  return { text: inScript(output[0].code), packages: packagesOf(Object.keys(output[0].modules)) }
}

/** @param {string} outDir */
export async function buildProofPage(outDir) {
  const [script, reader, thread] = [await scriptOf(join(source, 'main.ts')), await scriptOf(READER), await scriptOf(THREAD)]
  const style = readFileSync(join(source, 'page.css'), 'utf8')
  const asText = (id, { text }) => `<script type="text/plain" id="${id}">${text}</script>`
  const policy = `default-src 'none'; script-src ${inCsp(script.text)} ${inCsp(reader.text)}; worker-src blob:; style-src ${inCsp(style)}; img-src blob: data:; media-src blob: mediastream:; form-action 'none'; base-uri 'none'`
  const page = readFileSync(join(source, 'index.html'), 'utf8')
    .replace('<!-- policy -->', () => `<meta http-equiv="Content-Security-Policy" content="${policy}" />`)
    .replace('<!-- style -->', () => `<style>${style}</style>`)
    .replace('<!-- names -->', () => NAMES)
    .replace('<!-- reader -->', () => asText('reader', reader) + asText('thread', thread))
    .replace('<!-- script -->', () => `<script>${script.text}</script>`)
    .replace('<!-- licences -->', () => licencesOf([...script.packages, ...reader.packages, ...thread.packages]))
  mkdirSync(outDir, { recursive: true })
  writeFileSync(join(outDir, 'proof-page.html'), page)
}

if (process.argv[1] === import.meta.filename) await buildProofPage(join(root, 'out', 'main'))
