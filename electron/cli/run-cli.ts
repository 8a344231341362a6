/** The office on the command line: one command, JSON out, an exit code. */
import { basename, resolve } from 'node:path'
import type { CheckupReport } from '@shared/contract/checkup'
import { worstOf } from '@shared/domain/checkup'
import { AppError } from '@shared/errors'
import type { Connection, Core } from '../core'
import { type Arguments, isCommand, numberOption, readArguments, readInput, readPassphrase, USAGE } from './arguments'
import { inspectFile, verifyFile } from './bundle-file'
import { ask, callMethod } from './call-method'
import { describeMethods } from './describe-methods'
import { reportLines } from './report-lines'
import { EXIT, failureOf, sentencesOf, UsageFault, type ExitCode } from './failures'
import { offerFiles, offerPath, saveFiles } from './files-in-values'

export interface Terminal {
  /** Writes one line. */
  out(line: string): void
  err(line: string): void
  /** Everything on stdin. */
  stdin(): Promise<string>
  readonly cwd: string
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
}

export interface ServeRequest {
  readonly dataDir: string
  /** Undefined when the user did not ask for one. */
  readonly port: number | undefined
  /** Whether a window is wanted at all. */
  readonly window: boolean
}

export interface Office {
  /** Data folder of this user when none is named. */
  readonly usualDataDir: string
  /** @param forPeople true where people work in a window, and copies are made by themselves */
  open(dataDir: string, forPeople: boolean): Promise<Core>
  /** Opens a page of the program that runs on the folder already. @returns false when none does */
  showRunning(options: ServeRequest, terminal: Terminal): Promise<boolean>
  /** Serves it in a window until that closes. */
  serve(core: Core, options: ServeRequest, terminal: Terminal): Promise<void>
}

type Run = (given: Arguments, terminal: Terminal, office: Office) => Promise<unknown>

/** Nothing is printed for a command that answers with this. */
const SILENT = Symbol('silent')
/** Nothing more is printed, and what was printed tells of something that cannot be trusted. */
const UNTRUSTED = Symbol('untrusted')

const dataDirOf = (given: Arguments, cwd: string): string => resolve(cwd, given.needed('data'))

async function withConnection<T>(office: Office, dataDir: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const core = await office.open(dataDir, false)
  try {
    const connection = core.connect()
    try {
      return await work(connection)
    } finally {
      connection.close()
    }
  } finally {
    await core.close()
  }
}

const setUp: Run = (given, { cwd }, office) => {
  const admin = given.needed('admin')
  const input = {
    office: { code: given.needed('office'), name: given.needed('name'), phone: given.option('phone') ?? '' },
    rules: given.option('rules') ?? null,
    admin: {
      name: admin,
      displayName: given.option('display-name') ?? admin,
      passphrase: readPassphrase(cwd, given.needed('passphrase-file'))
    }
  }
  return withConnection(office, dataDirOf(given, cwd), (connection) => ask(connection, 'office.setUp', input))
}

/** Signs in as `--user`, or as the made-up clerk of `--practice`; with neither, only what is open to all can be called. */
async function enter(connection: Connection, given: Arguments, cwd: string): Promise<void> {
  const slot = given.option('practice')
  if (slot !== undefined) await ask(connection, 'practice.enter', { slot })
  if (!given.has('user')) return
  const passphrase = readPassphrase(cwd, given.needed('passphrase-file'))
  await ask(connection, 'session.signIn', { account: given.needed('user'), passphrase })
}

const call: Run = async (given, terminal, office) => {
  const { cwd, err, stdin, signal } = terminal
  const [method = ''] = given.positionals
  const written = await readInput(cwd, given.option('input'), stdin)
  const key = given.option('key') ?? crypto.randomUUID()
  return withConnection(office, dataDirOf(given, cwd), async (connection) => {
    await enter(connection, given, cwd)
    const input = offerFiles(connection, cwd, written)
    const result = await callMethod(
      connection,
      { method, input, key, approval: given.option('approval') },
      (job) => err(JSON.stringify(job)),
      signal
    )
    const out = given.option('out')
    if (out !== undefined) for (const saved of saveFiles(connection, resolve(cwd, out), result)) err(JSON.stringify({ saved }))
    return result
  })
}

/** The whole log recomputed; a log that does not fit ends the command as something that cannot be trusted. */
const audit: Run = (given, { cwd }, office) => {
  if (given.positionals[0] !== 'verify') throw new UsageFault('audit 之后应为 verify')
  given.needed('user')
  return withConnection(office, dataDirOf(given, cwd), async (connection) => {
    await enter(connection, given, cwd)
    const verdict = (await ask(connection, 'audit.verify', {})) as { readonly brokenAt: number | null } // The contract's own output.
    if (verdict.brokenAt !== null) throw new AppError('audit.broken', { seq: verdict.brokenAt })
    return verdict
  })
}

/** The office looks at itself: a line for each thing, or the report as JSON; what is wrong ends the command as something that cannot be trusted. */
const check: Run = (given, terminal, office) => {
  const { cwd, out, err, signal } = terminal
  return withConnection(office, dataDirOf(given, cwd), async (connection) => {
    await enter(connection, given, cwd)
    const asked = { method: 'checkup.run', input: { thorough: given.has('thorough') }, key: crypto.randomUUID() }
    const report = (await callMethod(connection, asked, (job) => err(JSON.stringify(job)), signal)) as CheckupReport // The contract's own output.
    const lines = given.has('json') ? [JSON.stringify(report)] : reportLines(report)
    lines.forEach((line) => out(line))
    return worstOf(report.findings.map(({ verdict }) => verdict)) === 'bad' ? UNTRUSTED : SILENT
  })
}

const practice: Run = (given, { cwd, err }, office) => {
  const persons = numberOption(given, 'persons', 3000, 100_000)
  return withConnection(office, dataDirOf(given, cwd), async (connection) => {
    const stop = connection.onPush((push) => {
      if (push.event === 'job.updated') err(JSON.stringify(push.value))
    })
    try {
      return await ask(connection, 'practice.create', { persons })
    } finally {
      stop()
    }
  })
}

const serve: Run = async (given, terminal, office) => {
  const dataDir = resolve(terminal.cwd, given.option('data') ?? office.usualDataDir)
  const port = given.has('port') ? numberOption(given, 'port', 0, 65_535) : undefined
  const request = { dataDir, port, window: !given.has('no-open') }
  // Before anything of the folder is touched: whoever works there goes on.
  if (await office.showRunning(request, terminal)) return SILENT
  const core = await office.open(dataDir, true)
  try {
    await office.serve(core, request, terminal)
  } finally {
    await core.close()
  }
  return SILENT
}

const bundle: Run = (given, { cwd }) => {
  const [action, file = ''] = given.positionals
  const path = resolve(cwd, file)
  if (action === 'inspect') return inspectFile(path)
  if (action === 'verify')
    return verifyFile(
      path,
      given.all('card').map((card) => resolve(cwd, card))
    )
  throw new UsageFault('bundle 之后应为 verify 或 inspect')
}

/** Copies to one folder, or to every place that is known. */
const backup: Run = (given, terminal, office) => {
  const { cwd, err, signal } = terminal
  return withConnection(office, dataDirOf(given, cwd), async (connection) => {
    await enter(connection, given, cwd)
    const to = given.option('to')
    const show = (job: unknown): void => err(JSON.stringify(job))
    if (to === undefined) return callMethod(connection, { method: 'backup.run', input: {}, key: crypto.randomUUID() }, show, signal)
    const input = { folder: { ticket: offerPath(connection, cwd, to) }, label: basename(resolve(cwd, to)) }
    const { id: place } = (await ask(connection, 'backup.addPlace', input, crypto.randomUUID())) as { readonly id: string } // The contract's own output.
    return callMethod(connection, { method: 'backup.run', input: { place }, key: crypto.randomUUID() }, show, signal)
  })
}

/** Who proves himself: a user with the passphrase of a file, or with no name the recovery key of a file. */
function proofOf(given: Arguments, cwd: string, user: string, file: string): { account: string | null; secret: string } | null {
  const path = given.option(file)
  if (path === undefined) return null
  return { account: given.option(user) ?? null, secret: readPassphrase(cwd, path) }
}

const restore: Run = (given, { cwd }, office) => {
  const [file = ''] = given.positionals
  const first = proofOf(given, cwd, 'user', 'passphrase-file')
  if (!first) throw new UsageFault('缺少 --passphrase-file')
  const second = proofOf(given, cwd, 'second-user', 'second-passphrase-file')
  const unlock = proofOf(given, cwd, 'unlock-user', 'unlock-passphrase-file')
  return withConnection(office, dataDirOf(given, cwd), (connection) => {
    const from = { ticket: offerPath(connection, cwd, file) }
    return ask(connection, 'backup.restore', { from, first, second, unlock })
  })
}

const listMethods: Run = (given, { out }) => {
  const all = describeMethods()
  if (given.has('json')) return Promise.resolve(all)
  for (const { method, kind, permission } of all) out(`${method}\t${kind}\t${permission}`)
  return Promise.resolve(SILENT)
}

const COMMANDS = {
  setup: [setUp, 0],
  methods: [listMethods, 0],
  call: [call, 1],
  audit: [audit, 1],
  bundle: [bundle, 2],
  serve: [serve, 0],
  check: [check, 0],
  backup: [backup, 0],
  restore: [restore, 1],
  practice: [practice, 0]
} as const

/** Runs one command line (without node and script). Never throws; returns the exit code. */
export async function runCli(argv: readonly string[], terminal: Terminal, office: Office): Promise<ExitCode> {
  try {
    const [name = '', ...rest] = argv
    if (name === '--help' || name === '-h' || name === 'help') {
      terminal.out(USAGE.trimEnd())
      return EXIT.done
    }
    if (!isCommand(name)) throw new UsageFault(name === '' ? '缺少命令，--help 可看用法' : `没有 ${name} 这个命令，--help 可看用法`)
    const [run, positionals] = COMMANDS[name]
    const value = await run(readArguments(name, rest, positionals), terminal, office)
    if (value === UNTRUSTED) return EXIT.untrusted
    if (value !== SILENT) terminal.out(JSON.stringify(value))
    return EXIT.done
  } catch (error) {
    const { failure, exit } = failureOf(error)
    // Whoever starts the program reads sentences, not codes.
    if (argv[0] === 'serve' && error instanceof AppError && !(error instanceof UsageFault)) terminal.err(sentencesOf(error))
    terminal.err(JSON.stringify(failure))
    return exit
  }
}
