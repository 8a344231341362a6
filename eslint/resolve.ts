/** Turns what an import says into the file it names, the way the compiler and the bundler do: aliases, missing extensions, folders. */
import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

const ALIASES: Readonly<Record<string, string>> = { '@shared/': 'shared/', '@renderer/': 'renderer/' }
const EXTENSIONS = ['', '.ts', '.vue', '.mjs', '.js', '.d.ts']

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

/**
 * `from` is an absolute path. Returns `{ target: null }` for a package, `{ target }` with the path from the root (with `/`)
 * for a file, and null when nothing is there.
 */
export function resolveImport(root: string, from: string, specifier: string): { readonly target: string | null } | null {
  const bare = specifier.replace(/\?[a-z&=]+$/, '')
  const alias = Object.keys(ALIASES).find((prefix) => bare.startsWith(prefix))
  if (!alias && !bare.startsWith('.')) return { target: null }
  const path = alias ? join(root, ALIASES[alias] ?? '', bare.slice(alias.length)) : resolve(dirname(from), bare)
  const candidates = [...EXTENSIONS.map((extension) => path + extension), join(path, 'index.ts')]
  const found = candidates.find((candidate) => existsSync(candidate) && isFile(candidate))
  return found ? { target: relative(root, found).split(sep).join('/') } : null
}
