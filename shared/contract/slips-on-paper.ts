/** Slips that go by post or telephone, and what comes that way: for offices that take part without a key card. */
import { z } from 'zod'
import { handWays } from '../domain'
import { command, query } from './define'
import { Finding, PairingResult, SlipPaper, SlipRow, SlipStatus, VerificationMethod, WithdrawReason } from './slip-shapes'
import { Day, DivisionCode, Id, optionalText, PartialDay, text } from './values'

const knowing = ['slips.unknown', 'slips.out_of_scope'] as const
const acting = [...knowing, 'slips.action_not_allowed'] as const

export const slipsOnPaper = {
  /** Signed slips of one partner that wait to be sent by post or told by telephone, oldest first. */
  toMail: query({
    input: z.strictObject({ partnerId: Id }),
    output: z.strictObject({ rows: z.array(SlipRow) }),
    needs: 'slips.read'
  }),
  /** Everything that stands on the sheets, to be printed. */
  paper: query({
    input: z.strictObject({ ids: z.array(Id).min(1).max(100) }),
    output: z.strictObject({ rows: z.array(SlipPaper) }),
    needs: 'slips.write',
    audit: 'slip.printed',
    leaves: true,
    fails: [...acting, 'slips.sealed_inside', 'persons.restricted']
  }),
  /** 已寄出 or 已电话告知: the slip left by another way than the stick, on this day. */
  mail: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(100), sentOn: Day, note: optionalText(100) }),
    output: z.strictObject({ ids: z.array(Id) }),
    needs: 'slips.write',
    audit: 'slip.mailed',
    fails: [...knowing, 'slips.goes_by_stick', 'slips.nothing_to_send', 'slips.bad_sent_day', 'persons.restricted']
  }),
  /** An answer that came on paper or was read out over the telephone, written down with the post that gave it. */
  takeAnswer: command({
    input: z.strictObject({
      id: Id,
      way: z.enum(handWays),
      receivedOn: Day,
      /** Who answered: a post of the other office. */
      post: text(40),
      result: PairingResult,
      findings: z.array(Finding).max(50).default([]),
      method: VerificationMethod,
      verifiedOn: Day,
      note: optionalText(200)
    }),
    output: z.strictObject({ id: Id, replyId: Id, status: SlipStatus }),
    needs: 'slips.write',
    audit: 'slip.answer_taken',
    fails: [
      ...acting,
      'slips.bad_sent_day',
      'slips.incomplete_answer',
      'slips.field_missing',
      'slips.field_not_allowed',
      'slips.text_refused',
      'persons.restricted'
    ]
  }),
  /** 退回 by post or telephone: why, and whose the slip is if they say so. */
  takeReturn: command({
    input: z.strictObject({
      id: Id,
      way: z.enum(handWays),
      receivedOn: Day,
      /** Who gives it back: a post of the other office. */
      post: text(40),
      reason: z.string().min(1).max(40),
      /** Division code of the office that should have it. */
      suggested: z.string().max(12).nullable().default(null),
      note: optionalText(200)
    }),
    output: z.strictObject({ id: Id, replyId: Id, status: SlipStatus }),
    needs: 'slips.write',
    audit: 'slip.return_taken',
    fails: [...acting, 'slips.bad_sent_day', 'slips.field_not_allowed', 'slips.text_refused']
  }),
  /**
   * A question that came on paper or over the telephone from an office without key card, typed in as it stands there. It is paired, verified
   * and answered like any other; the answer goes back the same way.
   */
  takeRequest: command({
    input: z.strictObject({
      partnerId: Id,
      kind: z.enum(['CX', 'XC']),
      way: z.enum(handWays),
      /** As it stands on the paper; a call has none. */
      number: z.string().trim().max(40, '最多 40 个字').default(''),
      issuedOn: Day,
      receivedOn: Day,
      /** Null: the limit that the rules set from the day it came. */
      dueOn: Day.nullable().default(null),
      urgency: z.string().max(20).nullable().default(null),
      /** Who asked: a post of the other office. */
      post: text(40),
      person: z.strictObject({
        name: text(60),
        sex: z.enum(['1', '2', '0', '9']),
        birthDate: PartialDay,
        idNo: z.string().trim().max(18).nullable().default(null),
        hukouCode: DivisionCode,
        hukouText: optionalText(100),
        residenceCode: DivisionCode.nullable().default(null)
      }),
      items: z.array(z.string().max(40)).min(1, '请至少选一项').max(12),
      reason: optionalText(200),
      purpose: z.string().max(40),
      legalBasis: z.string().max(40),
      consentRef: z.string().trim().max(64).nullable().default(null)
    }),
    output: z.strictObject({ id: Id, dueOn: Day.nullable() }),
    needs: 'slips.write',
    audit: 'slip.request_taken',
    fails: [
      'slips.partner_needed',
      'partners.link_closed',
      'slips.comes_by_stick',
      'slips.bad_sent_day',
      'slips.already_taken',
      'slips.kind_not_in_rules',
      'slips.field_missing',
      'slips.field_not_allowed',
      'slips.text_refused'
    ]
  }),
  /** The office that asked on paper or by telephone takes the question back: what it says of the person goes, as with one in a bundle. */
  takeWithdrawal: command({
    input: z.strictObject({
      id: Id,
      way: z.enum(handWays),
      /** As the letter says; of a call, the day of the call. */
      withdrawnOn: Day,
      /** Who takes it back: a post of the other office. */
      post: text(40),
      reason: WithdrawReason,
      note: optionalText(200)
    }),
    output: z.strictObject({ id: Id, status: SlipStatus }),
    needs: 'slips.write',
    audit: 'slip.withdrawal_taken',
    fails: [...acting, 'slips.bad_sent_day']
  })
} as const
