/** What travels with the program is listed with its licence, in the version that is installed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packages } from '../../eslint/rooms'
import { root, textOf } from './house-files'

const listed = textOf('docs/licences.md')
const travelling = Object.keys(packages).filter((name) => !name.startsWith('node:') && name !== 'electron')

describe('docs/licences.md', () => {
  it('lists every package that a room may import, with version and licence', () => {
    const missing = travelling.filter((name) => {
      const { version, license } = JSON.parse(textOf(`node_modules/${name}/package.json`)) as { version: string; license: string }
      return !listed.includes(`| ${name} | ${version} | ${license} |`)
    })
    expect(missing).toEqual([])
  })

  it('carries their licence texts', () => {
    expect(travelling.filter((name) => !listed.includes(`## ${name} `))).toEqual([])
    expect(listed).not.toContain('no licence file in the package')
  })

  it('names fonts whose licence text is there', () => {
    const texts = [...listed.matchAll(/resources\/fonts\/[\w.-]+\.txt/g)].map(([path]) => path)
    expect(texts.length).toBeGreaterThan(0)
    expect(texts.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('names only permissive licences', () => {
    const kinds = [...listed.matchAll(/^\| \S+ \| [\d.]+ \| ([^|]+) \|/gm)].map(([, kind]) => kind)
    const isPermissive = (kind: string): boolean =>
      /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|CC0-1\.0)$/.test(kind)
    // Of several to choose from one is enough (SPDX: `(A OR B)`).
    const choices = (kind = ''): string[] => kind.replace(/^\((.*)\)$/, '$1').split(' OR ')
    expect(kinds.filter((kind) => !choices(kind).some(isPermissive))).toEqual([])
  })
})
