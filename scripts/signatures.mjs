// `npm run signatures`: asks the registry whether it signed what is installed here; says plainly when it cannot be asked.
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'

/** Faults of the way to the registry, and answers of registries that keep no keys. */
const OUT_OF_REACH =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|E40[0-9]|E50[0-9]|fetch failed|network|No dependencies to audit|not\s+support|TUF|sigstore.*(?:fetch|download)/i

/** @returns `signed`, `unreachable` or `wrong` of what npm answered */
export function judge({ status, output }) {
  if (status === 0 && /verified registry signatures?/i.test(output)) return 'signed'
  if (/invalid (?:registry )?signatures?|missing (?:registry )?signatures?|tampered/i.test(output)) return 'wrong'
  return status === 0 || OUT_OF_REACH.test(output) ? 'unreachable' : 'wrong'
}

const SAID = {
  signed: '已核对：本机安装的软件包都有登记处的签名。',
  unreachable: '没有核对成：连不上软件包登记处，或它不提供签名。安装内容仍按 package-lock.json 里的 sha512 逐个核对过。',
  wrong: '核对没有通过：有软件包缺少签名或签名不符，见上面的说明。请不要用这次安装的内容打包。'
}

function main() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status, stdout, stderr, error } = spawnSync(npm, ['audit', 'signatures'], {
    encoding: 'utf8',
    timeout: 300_000,
    shell: process.platform === 'win32'
  })
  const output = `${stdout ?? ''}\n${stderr ?? ''}${error ? `\n${error.message}` : ''}`
  process.stdout.write(`${output.trim()}\n`)
  const verdict = judge({ status: status ?? 1, output })
  console.log(SAID[verdict])
  return verdict === 'wrong' ? 1 : 0
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = main()
