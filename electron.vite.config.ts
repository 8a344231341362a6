// Builds the carriers with the core inside (out/main), the preload bridge (out/preload) and the screens (out/renderer).
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => resolve(import.meta.dirname, path)
const alias = { '@shared': at('shared'), '@renderer': at('renderer') }

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          index: at('electron/main/index.ts'),
          utility: at('electron/utility/index.ts'),
          cli: at('electron/cli/index.ts'),
          // Started by the office itself when a large list or bundle comes in.
          'list-thread': at('electron/core/house/list-thread.ts'),
          'incoming-thread': at('electron/core/house/incoming-thread.ts'),
          // Copies, unpacks and checks while the office goes on.
          'backup-thread': at('electron/core/house/backup-thread.ts'),
          // Goes through the whole database while the office goes on.
          'checkup-thread': at('electron/core/house/checkup-thread.ts')
        }
      }
    }
  },
  preload: {
    resolve: { alias },
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: { input: { index: at('electron/preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } }
    }
  },
  renderer: {
    root: at('renderer'),
    resolve: { alias },
    plugins: [vue()],
    publicDir: at('resources/public'),
    // The policy of the pages lets fonts come from files alone.
    build: {
      outDir: at('out/renderer'),
      minify: true,
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: at('renderer/index.html') } }
    }
  }
})
