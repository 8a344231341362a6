// Why: a text that differs by one letter from what the linter hands to the compiler makes it seven times slower again, and nothing else tells.
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { expect, it } from 'vitest'
import { scriptOf, type Parser } from './vue-scripts.ts'

const ROOT = resolve(import.meta.dirname, '..')
const components = vue.configs['flat/base'].flatMap((one) => one.languageOptions?.parser ?? [])[0] as Parser // The plugin's own.

const scripts: Parser = tseslint.parser

/** What the compiler is handed in a run of the linter. */
function handedOn(component: string, filePath: string): string[] {
  const handed: string[] = []
  const parser = {
    parseForESLint(text: string, options: { readonly project?: unknown }) {
      if (options.project !== undefined) handed.push(text)
      return scripts.parseForESLint(text, { ...options, project: undefined })
    }
  }
  components.parseForESLint(component, { parser, project: ['tsconfig.json'], filePath, sourceType: 'module', ecmaVersion: 'latest' })
  return handed
}

it('every component › the compiler reads from the disk what the linter hands it, once', () => {
  const paths = globSync('renderer/**/*.vue', { cwd: ROOT })
  expect(paths.length).toBeGreaterThan(200)
  for (const path of paths) {
    const text = readFileSync(join(ROOT, path), 'utf8')
    expect([scriptOf({ components, scripts }, text, path)], path).toEqual(handedOn(text, path))
  }
})
