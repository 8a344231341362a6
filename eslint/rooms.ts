/** The dependency rule of the house as one table: which room may import which, read by the lint rule and by the import-graph test. */

export interface Room {
  /** Folder from the project's root; a file belongs to the longest path that holds it. */
  readonly path: string
  /** Rooms whose values may be imported. A name ending in `/` stands for every room below it. */
  readonly may: readonly string[]
  /** Rooms of which only types may be imported. */
  readonly types?: readonly string[]
  /** Only the files that lie directly in the folder; a folder in it must be a room of its own. */
  readonly flat?: boolean
  /** `each`: every file is a door of its own (plain vocabularies); otherwise only `index` (and the files named). */
  readonly doors?: 'each' | readonly string[]
  /** Rooms that only these files of the room, or files in a folder of that name, may import. */
  readonly onlyIn?: Readonly<Record<string, readonly string[]>>
}

const CORE = 'electron/core'
const MODULES = `${CORE}/modules`
const SHARED = ['shared/errors', 'shared/contract', 'shared/domain', 'shared/format'] as const
const INFRA = ['rpc', 'db', 'jobs', 'crypto', 'container', 'platform'] as const
const infra = (...names: readonly (typeof INFRA)[number][]): string[] => names.map((name) => `${CORE}/${name}`)

/** From left to right as the office depends on itself: a module imports only modules that stand further right. */
const MODULE_ORDER = [
  'protection',
  'sealing',
  'desk',
  'reports',
  'keys',
  'exchange',
  'slips',
  'proofs',
  'certificates',
  'services',
  'forms',
  'rosters',
  'workbooks',
  'conversion',
  'duplicates',
  'lists',
  'staff',
  'presets',
  'retention',
  'erasure',
  'agreements',
  'persons',
  'partners',
  'drafts',
  'approvals',
  'accounts',
  'organisation',
  'drafts',
  'reference',
  'audit'
] as const
/** These stand in one place of the order and do not see each other. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  accounts: ['drafts', 'reference'],
  organisation: ['drafts', 'reference'],
  drafts: ['reference']
}
const HOLDS_KEYS: readonly string[] = ['keys', 'exchange', 'partners', 'certificates', 'proofs', 'backup', 'accounts', 'practice']

/** Modules that take their records from workbooks and give them out as workbooks. */
const HOLDS_TABLES: readonly string[] = ['workbooks', 'persons', 'reports', 'lists']

/** Modules that take in what partners sent. */
const READS_INCOMING: readonly string[] = ['exchange', 'slips']

/** The audit chain hashes its lines, a request for approval what was asked, the desk the file it hands over; none holds a key. */
const HASHES: readonly string[] = ['audit', 'approvals', 'desk']

function coreModule(name: string, modules: readonly string[], extra: readonly string[] = []): Room {
  const keys = HOLDS_KEYS.includes(name) ? [...infra('crypto', 'container'), 'shared/proof'] : HASHES.includes(name) ? infra('crypto') : []
  const incoming = READS_INCOMING.includes(name) ? [`${CORE}/incoming`] : []
  const tables = HOLDS_TABLES.includes(name) ? [`${CORE}/workbook`] : []
  return {
    path: `${MODULES}/${name}`,
    may: [
      ...SHARED,
      ...infra('platform', 'db', 'jobs'),
      ...keys,
      ...tables,
      ...incoming,
      ...modules.map((other) => `${MODULES}/${other}`),
      ...extra
    ],
    types: infra('rpc', 'container'),
    onlyIn: { [`${CORE}/db`]: ['queries'] }
  }
}

const orderedModules = MODULE_ORDER.map((name, at) =>
  coreModule(
    name,
    MODULE_ORDER.slice(at + 1).filter((other) => !BESIDE[name]?.includes(other))
  )
)

export const rooms: readonly Room[] = [
  { path: 'shared/errors', may: [], doors: ['index', 'bundle-faults'] },
  { path: 'shared/format', may: ['shared/errors', 'shared/domain'], doors: 'each' },
  { path: 'shared/domain', may: ['shared/errors'], doors: 'each' },
  { path: 'shared/contract', may: ['shared/errors', 'shared/domain'], doors: 'each' },
  /** Also runs in any browser, in the page with which proofs are checked: it must not know the office. */
  { path: 'shared/proof', may: ['shared/domain'] },
  ...INFRA.map((name) => ({ path: `${CORE}/${name}`, may: [...SHARED, ...infra(...INFRA.filter((other) => other !== name))] })),
  /** Reads what partners sent, perhaps on a thread of its own: it knows neither the database nor who is signed in. */
  { path: `${CORE}/incoming`, may: [...SHARED, ...infra('container', 'platform')] },
  /** Knows rows and cells, not persons: what comes from outside is read here before anybody gives it a meaning. */
  { path: `${CORE}/workbook`, may: [...SHARED, ...infra('platform')] },
  ...orderedModules,
  /** Holds the helper process that reads identity cards; knows no office and no person. */
  { path: `${CORE}/card-reader`, may: [...SHARED, ...infra('crypto', 'platform')] },
  coreModule('reader', [], [`${CORE}/card-reader`]),
  coreModule('practice', ['exchange', 'slips', 'persons', 'partners', 'accounts', 'reference']),
  /** Looks at everything the office rests on, also where no database opens; changes nothing of it. */
  {
    path: `${MODULES}/checkup`,
    may: [...SHARED, ...infra('db', 'crypto', 'platform'), ...['backup', 'exchange', 'audit'].map((name) => `${MODULES}/${name}`)],
    types: infra('rpc', 'jobs')
  },
  { path: `${MODULES}/backup`, may: [...SHARED, ...infra('db', 'crypto', 'container', 'platform')], types: infra('rpc', 'jobs') },
  /** Puts the rooms together: opens an office, builds practice, answers at the door. */
  { path: `${CORE}/house`, may: [...SHARED, `${CORE}/`], doors: 'each' },
  { path: CORE, may: [...SHARED, `${CORE}/`], flat: true },
  { path: 'electron/place', may: [], types: ['shared/errors'] },
  { path: 'electron/utility', may: [...SHARED, CORE, 'electron/place'] },
  { path: 'electron/loopback', may: [...SHARED, CORE, 'electron/place'] },
  { path: 'electron/cli', may: [...SHARED, CORE, 'electron/place', 'electron/loopback'] },
  /** Goes out of the house by itself, as one file: it must not know the office. */
  { path: 'electron/verifier', may: ['shared/errors', 'shared/format', `${CORE}/container`] },
  { path: 'electron/main', may: [...SHARED, 'electron/place'] },
  { path: 'electron/preload', may: [], types: ['shared/contract'] },
  { path: 'renderer/client', may: SHARED },
  /** The rules that name the slices of the bundled fonts, one list for screens and paper. */
  { path: 'resources/fonts', may: [], doors: ['slices'] },
  { path: 'renderer/ui', may: ['shared/format', 'shared/domain', 'shared/errors', 'resources/fonts'] },
  { path: 'renderer/print', may: [...SHARED, 'resources/fonts'], types: ['renderer/client'] },
  /** Codes in pictures and before cameras. */
  { path: 'renderer/scan', may: [] },
  /** Goes out of the house as one HTML file: it must not know the office. */
  { path: 'renderer/proof-page', may: ['shared/proof', 'shared/domain', 'renderer/scan'] },
  { path: 'renderer/app', may: [...SHARED, 'renderer/client', 'renderer/ui', 'renderer/print'] },
  { path: 'renderer/features', may: [...SHARED, 'renderer/client', 'renderer/ui', 'renderer/app', 'renderer/print', 'renderer/scan'] },
  { path: 'renderer', may: [...SHARED, 'renderer/'], flat: true }
]

/** Folders outside the wall: they stand over the house (tests, measurements, tools) and may look into every room. */
export const outside: readonly string[] = ['test', 'bench', 'scripts', 'eslint', 'bin']

const CORE_AND_CARRIERS = [
  CORE,
  `${CORE}/`,
  'electron/utility',
  'electron/loopback',
  'electron/cli',
  'electron/main',
  'electron/verifier',
  'electron/place'
] as const
const SCREENS = ['renderer', 'renderer/'] as const

/** Every package and Node module that the house uses, with the rooms that may import it. One that is missing here is an error. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  zod: ['shared/contract', 'shared/domain', 'electron/cli', CORE, `${CORE}/`, 'renderer/client'],
  'better-sqlite3': [`${CORE}/db`],
  '@noble/ciphers': [`${CORE}/crypto`],
  '@noble/curves': [`${CORE}/crypto`, 'renderer/proof-page'],
  '@noble/hashes': [`${CORE}/crypto`],
  'age-encryption': [`${CORE}/crypto`],
  'sm-crypto-v2': [`${CORE}/crypto`],
  'pinyin-pro': [`${CORE}/platform`, `${MODULES}/persons`, `${MODULES}/reference`],
  cborg: ['shared/proof'],
  qr: ['renderer/print', 'renderer/scan'],
  'pdfjs-dist': ['renderer/scan'],
  'iconv-lite': [`${CORE}/workbook`],
  electron: ['electron/main', 'electron/preload'],
  vue: SCREENS,
  pinia: SCREENS,
  'vue-router': SCREENS,
  'node:crypto': [`${CORE}/crypto`],
  'node:http': ['electron/loopback'],
  'node:net': ['electron/loopback'],
  'node:child_process': ['electron/loopback', `${CORE}/platform`, `${CORE}/card-reader`],
  'node:worker_threads': [`${CORE}/platform`, `${CORE}/card-reader`],
  'node:zlib': [`${CORE}/container`, `${CORE}/workbook`, `${MODULES}/reference`, `${MODULES}/practice`],
  ...Object.fromEntries(
    [
      'assert',
      'buffer',
      'events',
      'fs',
      'fs/promises',
      'os',
      'path',
      'perf_hooks',
      'process',
      'readline',
      'stream',
      'stream/promises',
      'stream/consumers',
      'string_decoder',
      'timers/promises',
      'url',
      'util'
    ].map((name) => [`node:${name}`, CORE_AND_CARRIERS])
  )
}

const covers = (list: readonly string[], path: string): boolean =>
  list.some((entry) => (entry.endsWith('/') ? path.startsWith(entry) : entry === path))

/** The room a file of the house belongs to; undefined for a file outside every room. */
export function roomOf(file: string): Room | undefined {
  let found: Room | undefined
  for (const room of rooms) {
    const holds = file.startsWith(`${room.path}/`) && !(room.flat && file.slice(room.path.length + 1).includes('/'))
    if (holds && room.path.length > (found?.path.length ?? 0)) found = room
  }
  return found
}

export const isOutside = (file: string): boolean =>
  /\.test\.ts$/.test(file) || !file.includes('/') || outside.includes(file.split('/')[0] ?? '')

const baseName = (file: string): string => (file.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '')
/** Name of the package that a bare specifier belongs to: `@noble/curves/ed25519.js` → `@noble/curves`. */
export const packageOf = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')

export interface Import {
  /** Importing file, from the project's root, with `/`. */
  readonly from: string
  readonly specifier: string
  /** The file it names, from the project's root; null for a package. */
  readonly target: string | null
  readonly typeOnly: boolean
}

/** What is wrong with an import and what would be right, in one sentence; null when the table allows it. */
export function judge({ from, specifier, target, typeOnly }: Import): string | null {
  if (isOutside(from)) return null
  const room = roomOf(from)
  if (!room) return `${from} stands in no room of eslint/rooms.ts; put it into one or add the room to the table.`
  return target === null ? judgePackage(room, specifier) : judgeRoom(room, { from, specifier, target, typeOnly })
}

function judgePackage(room: Room, specifier: string): string | null {
  const name = packageOf(specifier)
  const allowed = packages[name]
  if (!allowed) return `Nobody has classified "${name}"; add it to \`packages\` in eslint/rooms.ts with the rooms that may use it.`
  return covers(allowed, room.path) ? null : `${room.path} may not import "${name}"; it belongs to ${allowed.join(', ')}.`
}

function judgeRoom(room: Room, { from, specifier, target, typeOnly }: Import & { readonly target: string }): string | null {
  const other = roomOf(target)
  if (!other) return `${specifier} names ${target}, which stands in no room of eslint/rooms.ts.`
  if (other === room)
    return isOwnFeature(room, from, target)
      ? null
      : `A feature does not import another feature (${target}); share through renderer/app or renderer/ui.`
  const allowed = typeOnly ? [...room.may, ...(room.types ?? [])] : room.may
  if (!covers(allowed, other.path))
    return `${room.path} may not import ${other.path}; it may import ${allowed.join(', ') || 'nothing'}${typeOnly ? '' : room.types?.length ? ` and types of ${room.types.join(', ')}` : ''}.`
  const only = room.onlyIn?.[other.path]
  if (only && !typeOnly && !only.includes(baseName(from)) && !only.some((name) => from.startsWith(`${room.path}/${name}/`)))
    return `In ${room.path} only ${only.join(', ')}.ts (or the folder of that name) imports ${other.path}; other files may import its types.`
  return isDoor(other, target) ? null : `${target} is inside ${other.path}; import the room's door (${other.path}/index) instead.`
}

function isDoor(room: Room, target: string): boolean {
  if (room.doors === 'each') return true
  const inside = target.slice(room.path.length + 1)
  if (/\.css$/.test(inside)) return true
  if (room.path === 'renderer/features') return /^[^/]+\/index\.ts$/.test(inside)
  return inside === 'index.ts' || (room.doors?.includes(inside.replace(/\.[^.]+$/, '')) ?? false)
}

function isOwnFeature(room: Room, from: string, target: string): boolean {
  if (room.path !== 'renderer/features') return true
  return from.split('/')[2] === target.split('/')[2]
}
