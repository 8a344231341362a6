/** The grammar of the command line: options of each command, and how values are read from files, stdin or the line itself. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageFault } from './failures'

export const USAGE = `用法：node bin/yipanqi.mjs <命令> [选项]

  setup --data 文件夹 --office 610802-00 --name 名称 --admin 用户名 --passphrase-file 文件 [--phone 电话] [--display-name 姓名] [--rules 规则包]
  methods [--json]
  call 方法 --data 文件夹 (--user 用户名 --passphrase-file 文件 | --practice yuyang|linxian) [--input JSON|@文件|-] [--key UUID] [--approval UUID] [--out 文件夹]
  audit verify --data 文件夹 --user 用户名 --passphrase-file 文件
  bundle verify 文件 [--card 密钥卡.jhk …]
  bundle inspect 文件
  serve [--data 文件夹] [--port 端口] [--no-open]
  practice --data 文件夹 [--persons 人数]
  check --data 文件夹 --user 用户名 --passphrase-file 文件 [--thorough] [--json]   有问题时退出码为 2
  backup --data 文件夹 --user 用户名 --passphrase-file 文件 [--to 文件夹]
  restore 备份文件 --data 文件夹 [--user 用户名] --passphrase-file 文件 [--second-user 用户名] [--second-passphrase-file 文件]
          [--unlock-user 用户名] [--unlock-passphrase-file 文件]   不写用户名时，文件里是恢复密钥；空文件夹里恢复只要一个人

输入里的 {"file": "路径"} 和 {"folder": "路径"} 会换成该文件、文件夹的凭据。
结果以 JSON 写到标准输出，错误以 {code, params, ref} 写到标准错误；退出码 0 完成，1 按规则拒绝，2 不可信或损坏，64 用法不对。
`

type Options = NonNullable<ParseArgsConfig['options']>

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const DATA = { data: text } as const
const OFFICE = { ...DATA, user: text, 'passphrase-file': text, practice: text } as const

const OPTIONS = {
  setup: { ...DATA, office: text, name: text, phone: text, admin: text, 'display-name': text, 'passphrase-file': text, rules: text },
  methods: { json: flag },
  call: { ...OFFICE, input: text, key: text, approval: text, out: text },
  audit: OFFICE,
  bundle: { card: { type: 'string', multiple: true } },
  serve: { ...DATA, port: text, 'no-open': flag },
  practice: { ...DATA, persons: text },
  check: { ...OFFICE, thorough: flag, json: flag },
  backup: { ...OFFICE, to: text },
  restore: {
    ...{ ...DATA, user: text, 'passphrase-file': text, 'second-user': text, 'second-passphrase-file': text },
    ...{ 'unlock-user': text, 'unlock-passphrase-file': text }
  }
} as const satisfies Record<string, Options>

export type Command = keyof typeof OPTIONS
export const isCommand = (name: string): name is Command => Object.hasOwn(OPTIONS, name)

export interface Arguments {
  readonly positionals: readonly string[]
  /** Value of an option; undefined when it was not given. */
  option(name: string): string | undefined
  /** Value of an option that must be there. Throws UsageFault. */
  needed(name: string): string
  all(name: string): readonly string[]
  has(name: string): boolean
}

/** Reads the options of one command. Throws UsageFault for unknown options, missing values and surplus arguments. */
export function readArguments(command: Command, argv: readonly string[], positionals: number): Arguments {
  let parsed: { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] }
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS[command], allowPositionals: positionals > 0, strict: true })
  } catch (error) {
    throw new UsageFault(error instanceof Error ? (error.message.split('\n')[0] ?? '') : '')
  }
  if (parsed.positionals.length !== positionals) throw new UsageFault(`${command} 需要 ${String(positionals)} 个参数`)
  const option = (name: string): string | undefined => {
    const value = parsed.values[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    positionals: parsed.positionals,
    option,
    needed: (name) => {
      const value = option(name)
      if (value === undefined || value === '') throw new UsageFault(`缺少 --${name}`)
      return value
    },
    all: (name) => {
      const value = parsed.values[name]
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
    },
    has: (name) => parsed.values[name] !== undefined
  }
}

/** A whole number of an option, or the fallback. Throws UsageFault. */
export function numberOption(given: Arguments, name: string, fallback: number, max: number): number {
  const value = given.option(name)
  if (value === undefined) return fallback
  const number = Number(value)
  if (!/^\d+$/.test(value) || number > max) throw new UsageFault(`--${name} 应为 0–${String(max)} 的整数`)
  return number
}

function readText(cwd: string, path: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8')
  } catch {
    throw new UsageFault(`读不到 ${path}`)
  }
}

/** The passphrase of a file: its text without the end of line that editors add. Never taken from the line itself, which others can see. */
export const readPassphrase = (cwd: string, path: string): string => readText(cwd, path).replace(/\r?\n$/, '')

/** The JSON of `--input`: the text itself, `@FILE`, or `-` for stdin; `{}` when not given. Throws UsageFault. */
export async function readInput(cwd: string, given: string | undefined, stdin: () => Promise<string>): Promise<unknown> {
  const source = given ?? '{}'
  const json = source === '-' ? await stdin() : source.startsWith('@') ? readText(cwd, source.slice(1)) : source
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''))
  } catch {
    throw new UsageFault('--input 不是 JSON')
  }
}
