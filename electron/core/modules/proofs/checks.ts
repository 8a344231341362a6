/** One proof that somebody brought: what the program says of it, and the line in the register. */
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { codeAsRead } from '@shared/domain'
import { judgeProof, paperOf, wordsOf, type ProofAnswer } from '@shared/proof'
import { sha256Text } from '../../crypto'
import type { CommandContext } from '../../rpc'
import { proofOfNumber } from '../certificates'
import { ownCard, partnersByCode } from '../partners'
import { assertInScope, assertUnrestricted, scopeOf, survivorOf } from '../persons'
import { officeJudge } from './offices'
import { insertCheck, proofsSeen, type NewCheck } from './queries/checks'
import { listOf } from './queries/lists'
import { plainWords } from './words'

type Check = SpecOf<'proofs.check'>
type CheckNumber = SpecOf<'proofs.checkNumber'>

/** @throws AppError `persons.unknown`, `persons.out_of_scope`, `persons.restricted` */
function assertAbout({ db, actor }: CommandContext, personId: string | null): void {
  if (personId === null) return
  assertInScope(scopeOf(actor), survivorOf(db, personId))
  assertUnrestricted(db, personId)
}

type Found = Pick<
  NewCheck,
  | 'answer'
  | 'reason'
  | 'said'
  | 'voided_on'
  | 'list_ver'
  | 'issuer_id'
  | 'issuer_code'
  | 'issuer_name'
  | 'form'
  | 'number'
  | 'proof_id'
  | 'practice'
>

/** Facts of the paper are shown and not kept. */
function foundBy(answer: ProofAnswer): Found {
  const { proof, key } = answer
  return {
    answer: answer.answer,
    reason: answer.answer === 'unconfirmed' ? answer.reason : null,
    said: wordsOf(answer, 'office').because,
    voided_on: answer.answer === 'voided' ? answer.on : null,
    list_ver: answer.answer === 'unconfirmed' ? null : (answer.status?.version ?? null),
    ...{
      issuer_id: proof && key ? key.office.id : null,
      issuer_code: proof?.issuer ?? null,
      issuer_name: proof && key ? key.office.name : null
    },
    ...{ form: proof?.form ?? null, number: proof?.number ?? null, proof_id: proof?.id ?? null, practice: proof?.practice ? 1 : 0 }
  }
}

function enter(context: CommandContext, found: Found & Pick<NewCheck, 'way' | 'digest' | 'person_id'>): string {
  const { db, actor, now } = context
  const id = context.newId()
  insertCheck(db, { ...found, id, at: now, by: actor.displayName, account: actor.accountId, scope: actor.scope })
  context.note({ subject: id, detail: { answer: found.answer, reason: found.reason, way: found.way } })
  context.changed('proofs')
  return id
}

export function check(context: CommandContext, { text, way, personId }: HandlerInput<Check>): Output<Check> {
  assertAbout(context, personId)
  const code = codeAsRead(text)
  const answer = judgeProof(code, officeJudge(context.db, context.today, context.office.practice))
  const id = enter(context, { ...foundBy(answer), way, digest: sha256Text(code), person_id: personId })
  return { id, answer: answer.answer, ...wordsOf(answer, 'office'), facts: answer.proof === null ? [] : [...paperOf(answer.proof)] }
}

const NO_CODE = {
  verdict: '无法确认',
  because: '没有二维码，不能核对签名；本机的作废名单里也没有查到这个编号。',
  advice: '请按证上的电话向签发单位核实；不要因此为难持证人。'
} as const

/** Whether a number that was typed is known to be void: by our own ledger, or by a list that names an issue whose code was read here before. */
function voidedByNumber(context: CommandContext, code: string, number: string) {
  const { db, today, office } = context
  const { statusOf } = officeJudge(db, today, office.practice)
  const own = code === office.code ? proofOfNumber(db, number) : undefined
  const known = proofsSeen(db, number, code)
  for (const { issuer_id: issuer, proof_id: proof } of own === undefined
    ? known
    : [{ issuer_id: ownCard(db).id, proof_id: own }, ...known]) {
    const on = statusOf(issuer)?.voided.get(proof)
    if (on !== undefined) return { on, issuer, proof, ver: listOf(db, issuer)?.ver ?? null }
  }
  return null
}

export function checkNumber(context: CommandContext, input: HandlerInput<CheckNumber>): Output<CheckNumber> {
  assertAbout(context, input.personId)
  const { db, office, today } = context
  const number = plainWords(input.number, '编号')
  const name = input.issuer === office.code ? office.name : (partnersByCode(db, input.issuer)[0]?.name ?? null)
  const voided = voidedByNumber(context, input.issuer, number)
  const over = input.validTo !== null && input.validTo < today
  const words = voided
    ? { verdict: `已作废（${voided.on}）`, because: `签发单位 ${name ?? input.issuer} 已作废这个编号的证明。`, advice: NO_CODE.advice }
    : { ...NO_CODE, because: over ? `${NO_CODE.because}纸面的有效期（至 ${input.validTo ?? ''}）已过。` : NO_CODE.because }
  const answer = voided ? 'voided' : 'unconfirmed'
  const id = enter(context, {
    ...{ answer, reason: voided ? null : 'no_code', said: words.because, voided_on: voided?.on ?? null, list_ver: voided?.ver ?? null },
    ...{
      issuer_id: voided?.issuer ?? null,
      issuer_code: input.issuer,
      issuer_name: name,
      form: null,
      number,
      proof_id: voided?.proof ?? null
    },
    ...{ practice: office.practice ? 1 : 0, way: 'typed', digest: null, person_id: input.personId }
  })
  return { id, answer, ...words, facts: [] }
}
