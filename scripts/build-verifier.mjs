// Builds the verifier for others: one file, out/verifier/yipanqi-verify.mjs, that plain Node runs with nothing installed beside it.
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
/** @param {string} outDir */
export const buildVerifier = (outDir) =>
  build({
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': join(root, 'shared') } },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: join(root, 'electron', 'verifier', 'index.ts'),
        output: { entryFileNames: 'yipanqi-verify.mjs', codeSplitting: false }
      }
    }
  })

if (process.argv[1] === import.meta.filename) await buildVerifier(join(root, 'out', 'verifier'))
