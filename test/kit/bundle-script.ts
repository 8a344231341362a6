/** Bundles a script of the tests with the core it uses, so that a child process can run it and be killed. */
import { mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../..')

/** @param entry TypeScript file below the project's root @returns path of the module to run with this Node */
export async function bundleScript(entry: string): Promise<string> {
  const name = basename(entry, '.ts')
  const outDir = join(root, '.cache', 'test-scripts', name)
  mkdirSync(outDir, { recursive: true })
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': join(root, 'shared') } },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      rolldownOptions: { input: join(root, entry), output: { entryFileNames: `${name}.js`, chunkFileNames: '[name].js' } }
    }
  })
  return join(outDir, `${name}.js`)
}
