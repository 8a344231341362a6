/** What is said of a file that may not come in, where its envelope tells more than the code alone: who poses, and for whom it is meant. */
import type { BundleHeader } from '../../container'
import type { JobContext } from '../../rpc'
import { partnerByOfficeId, partnersByCode } from '../partners'
import { posesAsKnown, wordsFor, type Refusal, type Words } from './refusals'

type Looking = Pick<JobContext, 'db' | 'office'>

const POSING: Words = {
  reason: '同一单位代码出现了不同的密钥，可能有人冒名。',
  advice: '请不要登记或使用，按官方电话与对方核实；原来核对过的密钥没有改动。'
}
/** Our code, an identity this database does not know: of an office that stood here before, or of this one later than the copy that was put back. */
const OTHER_KEYS: Words = {
  reason: '这是发给本单位另一套密钥的交换包，现在的密钥打不开。',
  advice:
    '本单位从前另建过的，请把现在的密钥卡交给对方，由对方两人核对后重新写盘。现在的资料是从重新建立主密钥以前的备份恢复的，请改用那以后的备份。'
}

export function envelopeWords(ctx: Looking, refusal: Refusal): Words {
  if (posesAsKnown(ctx, refusal)) return POSING
  const { code, header, params } = refusal
  return code === 'E_RECIPIENT' && header ? meantFor(ctx, header.to) : wordsFor(code, params)
}

function meantFor({ db, office }: Looking, to: BundleHeader['to']): Words {
  if (to.code === office.code) return OTHER_KEYS
  const words = wordsFor('E_RECIPIENT', { to: to.code })
  const known = partnerByOfficeId(db, to.id) ?? partnersByCode(db, to.code)[0]
  return known ? { ...words, reason: `这是发给“${known.name}”（${to.code}）的交换包，不是给本单位的。` } : words
}
