/** The third wall: walks every import of the house and holds it to eslint/rooms.ts, so that the plan stays true without a linter. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isOutside, judge, packageOf, packages, roomOf, rooms } from '../../eslint/rooms'
import { resolveImport } from '../../eslint/resolve'
import { importsOf, root, sourceFiles, textOf } from './house-files'

interface Edge {
  readonly from: string
  readonly specifier: string
  readonly typeOnly: boolean
  /** undefined when the import names nothing that exists; null for a package. */
  readonly target: string | null | undefined
}

const files = sourceFiles(['shared', 'electron', 'renderer'], /\.(ts|vue)$/)
const edges: Edge[] = files.flatMap((from) =>
  importsOf(from).map((found) => ({ ...found, from, target: resolveImport(root, join(root, from), found.specifier)?.target }))
)
const production = edges.filter((edge) => !isOutside(edge.from))

/** Paths that lead back to where they started, each as one line; a file is entered once. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'closed'>()
  const trail: string[] = []
  const cycles: string[] = []
  const visit = (file: string): void => {
    state.set(file, 'open')
    trail.push(file)
    for (const next of graph.get(file) ?? []) {
      if (state.get(next) === 'open') cycles.push([...trail.slice(trail.indexOf(next)), next].join(' → '))
      else if (!state.has(next)) visit(next)
    }
    trail.pop()
    state.set(file, 'closed')
  }
  for (const file of graph.keys()) if (!state.has(file)) visit(file)
  return cycles
}

function graphOf(list: readonly Edge[]): Map<string, string[]> {
  const graph = new Map<string, string[]>()
  for (const { from, target, typeOnly } of list) if (target && !typeOnly) graph.set(from, [...(graph.get(from) ?? []), target])
  return graph
}

describe('import graph', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(30)
    expect(production.length).toBeGreaterThan(50)
  })

  it('places every file of the house in a room', () => {
    expect(files.filter((file) => !isOutside(file) && !roomOf(file))).toEqual([])
  })

  it('names a file or a classified package in every import', () => {
    const lost = edges.filter(({ target, specifier }) => target === undefined || specifier === '<computed>')
    expect(lost.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([])
  })

  it('obeys the table of rooms', () => {
    const faults = production.flatMap((edge) => {
      const fault = edge.target === undefined ? null : judge({ ...edge, target: edge.target })
      return fault ? [`${edge.from}: ${fault}`] : []
    })
    expect(faults).toEqual([])
  })

  it('has no cycle', () => {
    expect(cyclesOf(graphOf(production))).toEqual([])
  })

  it('finds a cycle when there is one', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a']]
    ])
    expect(cyclesOf(graph)).toEqual(['a → b → c → a'])
  })

  it('classifies only packages that are declared in package.json', () => {
    const manifest = JSON.parse(textOf('package.json')) as Record<string, Record<string, string> | undefined> // The manifest is the house's own file.
    const declared = { ...manifest['dependencies'], ...manifest['devDependencies'] }
    expect(Object.keys(packages).filter((name) => !name.startsWith('node:') && !(packageOf(name) in declared))).toEqual([])
  })

  it('collects features by glob in renderer/app alone', () => {
    const globbing = files.filter(
      (file) => !isOutside(file) && textOf(file).includes('import.meta.glob(') && !file.startsWith('renderer/app/')
    )
    expect(globbing).toEqual([])
  })
})

describe('carriers', () => {
  const CARRIERS = ['electron/main/', 'electron/utility/', 'electron/loopback/', 'electron/preload/']
  const DOMAIN =
    /person|slip|partner|bundle|certificate|division|exchange|practice|resident|passphrase|audit|交流单|人员|往来|区划|证件|演练/i

  it('speak no word of the trade', () => {
    const spoken = files
      .filter((file) => CARRIERS.some((carrier) => file.startsWith(carrier)) && !isOutside(file))
      .flatMap((file) =>
        textOf(file)
          .split('\n')
          .flatMap((line, at) => (DOMAIN.test(line) ? [`${file}:${String(at + 1)}: ${line.trim()}`] : []))
      )
    expect(spoken).toEqual([])
  })
})

describe('table of rooms', () => {
  const all = new Set(rooms.map((room) => room.path))

  it('names only rooms that it has itself', () => {
    const named = rooms
      .flatMap((room) => [...room.may, ...(room.types ?? []), ...Object.keys(room.onlyIn ?? {})])
      .filter((path) => !path.endsWith('/'))
    expect(named.filter((path) => !all.has(path))).toEqual([])
  })

  const refused: readonly [string, string, string | null, RegExp][] = [
    [
      'electron/core/db/open.ts',
      '../modules/slips',
      'electron/core/modules/slips/index.ts',
      /may not import electron\/core\/modules\/slips/
    ],
    ['electron/core/modules/persons/handlers.ts', '../slips', 'electron/core/modules/slips/index.ts', /may not import/],
    ['electron/core/modules/slips/handlers.ts', '../../db', 'electron/core/db/index.ts', /only queries/],
    ['electron/core/modules/slips/queries.ts', '../persons/queries', 'electron/core/modules/persons/queries.ts', /import the room's door/],
    ['electron/core/modules/slips/rules.ts', '../../crypto', 'electron/core/crypto/index.ts', /may not import electron\/core\/crypto/],
    ['electron/core/modules/slips/rules.ts', 'left-pad', null, /Nobody has classified/],
    ['electron/core/modules/slips/rules.ts', 'node:crypto', null, /belongs to electron\/core\/crypto/],
    ['electron/core/rpc/dispatch.ts', 'electron', null, /belongs to electron\/main/],
    ['electron/main/index.ts', '../core', 'electron/core/index.ts', /may not import electron\/core;/],
    ['electron/loopback/http.ts', '../core/rpc', 'electron/core/rpc/index.ts', /may not import electron\/core\/rpc/],
    ['renderer/features/slips/slips.page.vue', 'pinyin-pro', null, /belongs to electron\/core/],
    ['renderer/features/slips/a.ts', '../persons/store', 'renderer/features/persons/store.ts', /does not import another feature/],
    ['renderer/features/slips/a.ts', '../../../electron/core', 'electron/core/index.ts', /may not import electron\/core/],
    ['shared/domain/a.ts', 'node:fs', null, /may not import "node:fs"/],
    ['electron/attic/a.ts', 'zod', null, /stands in no room/],
    ['electron/core/modules/newcomer/index.ts', 'zod', null, /stands in no room/]
  ]
  it.each(refused)('refuses %s importing %s', (from, specifier, target, message) => {
    expect(judge({ from, specifier, target, typeOnly: false })).toMatch(message)
  })

  const allowed: readonly [string, string, string | null, boolean][] = [
    ['electron/core/modules/slips/queries.ts', '../../db', 'electron/core/db/index.ts', false],
    ['electron/core/modules/slips/handlers.ts', '../../db', 'electron/core/db/index.ts', true],
    ['electron/core/modules/exchange/write.ts', '../../crypto', 'electron/core/crypto/index.ts', false],
    ['electron/core/modules/slips/rules.ts', '@shared/domain/partial-date', 'shared/domain/partial-date.ts', false],
    ['electron/core/index.ts', './modules/slips', 'electron/core/modules/slips/index.ts', false],
    ['electron/cli/index.ts', '../loopback', 'electron/loopback/index.ts', false],
    ['renderer/features/slips/a.ts', './store', 'renderer/features/slips/store.ts', false]
  ]
  it.each(allowed)('allows %s importing %s', (from, specifier, target, typeOnly) => {
    expect(judge({ from, specifier, target, typeOnly })).toBeNull()
  })
})

describe('importsOf', () => {
  it('sees every way of importing', () => {
    const text = `import a from 'a'
import type { B } from 'b'
import { type C } from 'c'
export * from 'd'
export type { E } from 'e'
const f = await import('f')
type G = import('g').G
const h = require(name)`
    expect(importsOf('x.ts', text).map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' type' : ''}`)).toEqual([
      'a',
      'b type',
      'c type',
      'd',
      'e type',
      'f',
      'g type',
      '<computed>'
    ])
  })

  it('reads the script of a Vue file only', () => {
    expect(importsOf('x.vue', `<template>import x from 'no'</template><script setup lang="ts">import y from 'yes'</script>`)).toEqual([
      { specifier: 'yes', typeOnly: false }
    ])
  })
})
