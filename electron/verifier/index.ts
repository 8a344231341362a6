/** The verifier for others: checks bundles with this one file and plain Node, without an office, a key or a network. */
import { parseArgs } from 'node:util'
import { checkFile, filesOf, readCards, type Verdict } from './check-files'
import { verdictWords } from './verdict-words'

const USAGE = `用法：node yipanqi-verify.mjs 文件或文件夹… [--card 密钥卡.jhk …] [--json]

逐个检查交换包（.jhb）的容器、签名和内容摘要，不需要密码，不改动任何文件，不连网络。
给出发件单位的密钥卡（.jhk）时，还核对是不是这个单位签的。
退出码：0 全部通过，2 有文件没有通过，64 用法不对。`

const EXIT = { good: 0, refused: 2, usage: 64 } as const

function given(): { readonly paths: readonly string[]; readonly cards: readonly string[]; readonly json: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { card: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false } }
    })
    return positionals.length === 0 ? null : { paths: positionals, cards: values.card, json: values.json }
  } catch {
    return null
  }
}

async function run(): Promise<number> {
  const asked = given()
  const cards = asked === null ? null : await readCards(asked.cards).catch(() => null)
  if (asked === null || cards === null) {
    process.stderr.write(`${asked === null ? USAGE : '给出的密钥卡读不出来，没有检查任何文件。请重新取一份。'}\n`)
    return EXIT.usage
  }
  const verdicts: Verdict[] = []
  for (const file of filesOf(asked.paths)) {
    const verdict = await checkFile(file, cards)
    verdicts.push(verdict)
    process.stdout.write(`${asked.json ? JSON.stringify(verdict) : verdictWords(verdict)}\n`)
  }
  if (verdicts.length === 0) process.stderr.write('没有找到交换包（.jhb）。\n')
  const bad = verdicts.filter(({ verified }) => !verified).length
  if (!asked.json) process.stdout.write(`共 ${String(verdicts.length)} 个，通过 ${String(verdicts.length - bad)} 个。\n`)
  return bad > 0 || verdicts.length === 0 ? EXIT.refused : EXIT.good
}

process.exitCode = await run()
