/** What is fetched to build the program: named, numbered and digested one by one, from the registry alone, and nothing of it runs while it is installed. */
import { describe, expect, it } from 'vitest'
import { textOf } from './house-files'

interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
  readonly inBundle?: boolean
}
interface LockFile {
  readonly lockfileVersion: number
  readonly packages: Readonly<
    Record<
      string,
      Locked & { readonly dependencies?: Readonly<Record<string, string>>; readonly devDependencies?: Readonly<Record<string, string>> }
    >
  >
}
interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
  readonly allowScripts: Readonly<Record<string, boolean>>
}

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/
const DIGEST = /^sha512-[A-Za-z0-9+/]{86}==$/
/** A package of the registry under another name is still a package of the registry. */
const ALIAS = /^npm:(@[\w.-]+\/)?[\w.-]+@(\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?)$/

/** What is wrong with one entry; '' when nothing is. */
export function faultOf({ version = '', resolved, integrity = '', link = false }: Locked): string {
  if (link) return 'is a folder of this PC'
  if (!EXACT.test(version)) return `has no exact version: ${version}`
  if (!DIGEST.test(integrity)) return 'has no sha512 digest'
  // Absent: it comes from whatever registry this PC is told to use. Present: it must be the file a registry would give.
  if (resolved !== undefined && !/^https:\/\/[\w.-]+\/(@[\w.-]+\/)?[\w.-]+\/-\/[\w.-]+\.tgz$/.test(resolved))
    return `comes from elsewhere: ${resolved}`
  return ''
}

const lock = JSON.parse(textOf('package-lock.json')) as LockFile // npm's own form, version 3.
const manifest = JSON.parse(textOf('package.json')) as Manifest // Our own.
const locked = Object.entries(lock.packages).filter(([path]) => path !== '')

describe('package-lock.json', () => {
  it('holds every package by exact version and sha512, from a registry', () => {
    expect(lock.lockfileVersion).toBe(3)
    expect(locked.length).toBeGreaterThan(400)
    expect(locked.flatMap(([path, entry]) => (faultOf(entry) === '' ? [] : [`${path} ${faultOf(entry)}`]))).toEqual([])
  })

  it.each<[string, Locked]>([
    ['git', { version: '1.0.0', resolved: 'git+ssh://git@example.org/a.git#1', integrity: `sha512-${'a'.repeat(86)}==` }],
    ['plain http', { version: '1.0.0', resolved: 'http://example.org/a/-/a-1.0.0.tgz', integrity: `sha512-${'a'.repeat(86)}==` }],
    ['a file somewhere', { version: '1.0.0', resolved: 'https://example.org/a.tgz', integrity: `sha512-${'a'.repeat(86)}==` }],
    ['a folder', { version: '1.0.0', resolved: 'file:../a', integrity: `sha512-${'a'.repeat(86)}==` }],
    ['a link', { link: true }],
    ['a weak digest', { version: '1.0.0', integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
    ['no digest', { version: '1.0.0' }],
    ['a range', { version: '^1.0.0', integrity: `sha512-${'a'.repeat(86)}==` }]
  ])('would be refused with %s', (_, entry) => expect(faultOf(entry)).not.toBe(''))

  it('is the lock of this manifest, whose versions are exact', () => {
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
    const loose = Object.entries(wanted).filter(([, version]) => !EXACT.test(version) && !ALIAS.test(version))
    expect(loose).toEqual([])
    const differing = Object.entries(wanted).filter(([name, version]) => {
      const exact = ALIAS.exec(version)?.[2] ?? version
      return lock.packages[`node_modules/${name}`]?.version !== exact
    })
    expect(differing).toEqual([])
  })
})

describe('installing', () => {
  it('runs nothing: scripts are switched off for the project, and each package that has one is named as not needed', () => {
    expect(textOf('.npmrc')).toMatch(/^ignore-scripts=true$/m)
    const withScripts = locked.flatMap(([path, { hasInstallScript = false }]) =>
      hasInstallScript ? [path.replace(/^.*node_modules\//, '')] : []
    )
    const named = Object.entries(manifest.allowScripts)
    // better-sqlite3 brings its Node-API binaries; electron-winstaller is never run; the lock may know fewer of them than another npm would.
    expect(named).toEqual([
      ['better-sqlite3', false],
      ['electron-winstaller', false]
    ])
    expect(withScripts.filter((name) => manifest.allowScripts[name] !== false)).toEqual([])
  })

  it('the project itself has no script that npm runs unasked', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
    expect(Object.keys(scripts).filter((name) => /^(pre|post)|^(prepare|install|prepublish)/.test(name))).toEqual([])
  })
})

it('docs/licences.md › lists no version that the lock does not hold', () => {
  const rows = [...textOf('docs/licences.md').matchAll(/^\| ((?:@[\w.-]+\/)?[\w.-]+) \| (\d+\.\d+\.\d+\S*) \| [^|]+ \|/gm)]
  expect(rows.length).toBeGreaterThan(10)
  const versionsOf = (name: string): string[] =>
    locked.flatMap(([path, { version = '' }]) => (path.endsWith(`node_modules/${name}`) ? [version] : []))
  // Tables taken from packages once, when the program's data were made, are in no lock.
  const stale = rows.filter(([, name = '', version = '']) => versionsOf(name).length > 0 && !versionsOf(name).includes(version))
  expect(stale.map(([row]) => row)).toEqual([])
})
