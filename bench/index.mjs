// Bundles the measurements with the core they measure and runs them in one process each, so that memory peaks do not mix.
// Usage: npm run bench [-- --rows 10000,100000] [-- --only backup,exchange,import,lists,register,start,workbook]
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '..')
const out = join(root, '.cache', 'bench')
mkdirSync(out, { recursive: true })

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: { '@shared': join(root, 'shared') } },
  ssr: { noExternal: true, external: ['better-sqlite3', 'playwright-core'] },
  build: {
    ssr: true,
    outDir: out,
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

const result = spawnSync(process.execPath, ['--expose-gc', join(out, 'main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: root,
  env: { ...process.env, YIPANQI_ROOT: root }
})
process.exit(result.status ?? 1)
