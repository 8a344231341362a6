// Bundles the measurements with the core they measure and runs them in one process each, so that memory peaks do not mix.
// Usage: npm run bench [-- --rows 10000,100000] [-- --only audit,backup,…] (names: BENCHES in main.ts)
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '..')
const out = join(root, '.cache', 'bench')
mkdirSync(out, { recursive: true })

/** The same program without a log: what remains when the audit line is not written, to measure what it costs. */
const unlogged = {
  name: 'unlogged',
  transform(code, id) {
    if (!id.endsWith('/electron/core/modules/audit/index.ts')) return null
    const silent = code.replace(/(export const appendAudit\b[^{]*=> \{)/, '$1 return;')
    if (silent === code) throw new TypeError('appendAudit is not where it was')
    return silent
  }
}

const bundle = (outDir, plugins) =>
  build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins,
    resolve: { alias: { '@shared': join(root, 'shared') } },
    ssr: { noExternal: true, external: ['better-sqlite3', 'playwright-core', 'vite'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      rolldownOptions: {
        input: {
          main: join(root, 'bench', 'main.ts'),
          'list-thread': join(root, 'electron', 'core', 'house', 'list-thread.ts'),
          'incoming-thread': join(root, 'electron', 'core', 'house', 'incoming-thread.ts')
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' }
      }
    }
  })

await bundle(out, [])
await bundle(join(out, 'unlogged'), [unlogged])

const result = spawnSync(process.execPath, ['--expose-gc', join(out, 'main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: root,
  env: { ...process.env, YIPANQI_ROOT: root }
})
process.exit(result.status ?? 1)
