// What the linter holds the house to: strict types, the import walls, one error class, one crypto room.
import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import { house } from './eslint/house-plugin.ts'
import { readComponentsAsScripts } from './eslint/vue-scripts.ts'

readComponentsAsScripts({
  components: vue.configs['flat/base'].find(({ languageOptions }) => languageOptions?.parser).languageOptions.parser,
  scripts: tseslint.parser
})

const TYPED = ['**/*.ts', '**/*.vue']
const TESTS = ['**/*.test.ts', 'test/**/*.ts', 'bench/**/*.ts']
/** Which compiler knows a file; without it every one before the right one would be filled with types first. */
const compiler = (room) => ({ parserOptions: { project: [`${room}/tsconfig.json`], tsconfigRootDir: import.meta.dirname } })
const ROOMS = ['shared', 'electron', 'electron/core', 'electron/preload', 'renderer']

const CRYPTO = '^((node:)?crypto|@noble/.*|age-encryption(/.*)?)$'
const cryptoWall = { regex: CRYPTO, message: 'Only electron/core/crypto imports cryptography; take what you need from its index.' }
const electronWall = { regex: '^electron(/.*)?$', message: 'Only electron/main and electron/preload import electron.' }
const nakedError = {
  selector: 'NewExpression[callee.name="Error"]',
  message:
    "Throw `new AppError('module.reason', params)` from @shared/errors; people need its three sentences. An assertion of the programmer throws RangeError or TypeError."
}

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'coverage/', 'node_modules/', '.cache/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: TYPED,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { ...compiler('test').parserOptions, extraFileExtensions: ['.vue'] } },
    plugins: { house },
    rules: {
      'house/walls': 'error',
      'no-undef': 'off',
      'no-restricted-imports': ['error', { patterns: [cryptoWall, electronWall] }],
      'max-lines': ['error', 400],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-empty-function': 'off',
      // Names are walked code point by code point on purpose.
      '@typescript-eslint/no-misused-spread': 'off',
      // The house is made of closures; nothing it hands out depends on `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }]
    }
  },
  ...ROOMS.map((room) => ({ files: [`${room}/**/*.ts`, `${room}/**/*.vue`], ignores: ['**/*.test.ts'], languageOptions: compiler(room) })),
  { files: ['**/*.ts'], plugins: { house }, rules: { 'house/opening-sentence': 'error' } },
  {
    files: ['**/*.vue'],
    extends: [vue.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: tseslint.parser }, globals: globals.browser }
  },
  {
    files: ['**/*.vue'],
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/no-static-inline-styles': 'error'
    }
  },
  {
    files: ['electron/core/**/*.ts', 'shared/**/*.ts'],
    ignores: [...TESTS, 'shared/errors/app-error.ts', 'electron/core/container/faults.ts'],
    rules: { 'no-restricted-syntax': ['error', nakedError] }
  },
  {
    files: ['electron/core/crypto/**/*.ts', 'renderer/proof-page/signature.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [electronWall] }] }
  },
  {
    files: ['electron/main/**/*.ts', 'electron/preload/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [cryptoWall] }],
      // Electron's own types call its windows classes but give them out as interfaces.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off'
    }
  },
  {
    files: TESTS,
    rules: {
      'no-restricted-imports': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off'
    }
  },
  {
    files: ['test/e2e/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name="focus"][arguments.length=0]',
          message:
            'Put the focus with `focusOn` of test/kit/browser.ts: behind an open dialog `.focus()` does nothing, and the key goes elsewhere.'
        }
      ]
    }
  },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: globals.node } },
  prettier
)
