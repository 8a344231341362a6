/** What the verifier says about a file, in sentences for somebody who has never seen the program. */
import type { Verdict } from './check-files'

const SUITES: Readonly<Record<string, string>> = { A1: '通用算法（Ed25519、age）', G1: '国密套件（SM2、SM3、SM4）' }

const ALONE = '没有给出密钥卡：只证明文件没有被改动、前后一致，不证明是谁发的。请把核对数字与对方登记表上的逐组对一遍。'

export function verdictWords(verdict: Verdict): string {
  if (!verdict.verified) return [`没有通过  ${verdict.file}`, `  ${verdict.text}（${verdict.code}）`, `  ${verdict.advice}`].join('\n')
  const { file, header, sender } = verdict
  const stream = header.data ? `第 ${String(header.data.stream.seq)} 包` : '状态文件，不含交流单'
  return [
    `通过  ${file}`,
    `  发件：${sender.name}（${sender.code}）${sender.practice ? '，演练资料' : ''}，密钥卡第 ${String(sender.version)} 版`,
    `  核对数字：${sender.digits}`,
    `  收件：${header.to.code}；${stream}；装包时间 ${header.sealed}`,
    `  加密：${SUITES[header.suite] ?? header.suite}`,
    ...(sender.confirmed ? ['  签名与给出的密钥卡相符。'] : [`  ${ALONE}`])
  ].join('\n')
}
