/** Proofs that people bring: what the program says of each, the register of the checks, and what a person found out. */
import { z } from 'zod'
import { checkWays, findingWays, proofFindings, type CheckWay, type FindingWay, type ProofFinding } from '../domain/proof-check'
import { command, query } from './define'
import { Cursor, Day, Id, Instant, OfficeCode, optionalText, PageLimit, text } from './values'

const keysOf = <K extends string>(labels: Readonly<Record<K, string>>) => z.enum(Object.keys(labels) as [K, ...K[]])
export const CheckWayName = keysOf<CheckWay>(checkWays)
export const FindingName = keysOf<ProofFinding>(proofFindings)
export const FindingWayName = keysOf<FindingWay>(findingWays)

const ProofAnswerName = z.enum(['valid', 'voided', 'unconfirmed'])

export const ProofCheckRow = z.strictObject({
  id: Id,
  at: Instant,
  by: z.string(),
  way: CheckWayName,
  answer: ProofAnswerName,
  /** 有效, 已作废（…） or 无法确认. */
  verdict: z.string(),
  issuer: z.string().nullable(),
  form: z.string().nullable(),
  number: z.string().nullable(),
  practice: z.boolean(),
  finding: FindingName.nullable()
})
export type ProofCheckRow = z.infer<typeof ProofCheckRow>

/** What is said at once; the facts of the paper are kept nowhere. */
export const ProofCheckAnswer = z.strictObject({
  id: Id,
  answer: ProofAnswerName,
  verdict: z.string(),
  because: z.string(),
  advice: z.string(),
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() }))
})
export type ProofCheckAnswer = z.infer<typeof ProofCheckAnswer>

export const ProofCheckView = z.strictObject({
  ...ProofCheckRow.shape,
  because: z.string(),
  personId: Id.nullable(),
  /** The issuer as a partner here, to be asked. */
  partner: z.strictObject({ id: Id, name: z.string(), phone: z.string() }).nullable(),
  findings: z.array(
    z.strictObject({
      at: Instant,
      by: z.string(),
      finding: FindingName,
      way: FindingWayName,
      asked: z.string().nullable(),
      note: z.string().nullable()
    })
  )
})
export type ProofCheckView = z.infer<typeof ProofCheckView>

const aboutPerson = ['persons.unknown', 'persons.out_of_scope', 'persons.restricted'] as const
const OneId = z.strictObject({ id: Id })

export const proofs = {
  /** What was read of a 2-D code, from a scanner, a picture or a document. */
  check: command({
    input: z.strictObject({
      text: z.string().min(1, '必填').max(4000, '最多 4000 个字'),
      way: z.enum(['scan', 'photo', 'pdf']),
      personId: Id.nullable().default(null)
    }),
    output: ProofCheckAnswer,
    needs: 'proofs.check',
    audit: 'proof.checked',
    unkept: true,
    fails: aboutPerson
  }),
  /** A proof without a code that can be read: never 有效, for nobody has seen a signature. */
  checkNumber: command({
    input: z.strictObject({
      issuer: OfficeCode,
      number: text(60),
      validTo: Day.nullable().default(null),
      personId: Id.nullable().default(null)
    }),
    output: ProofCheckAnswer,
    needs: 'proofs.check',
    audit: 'proof.checked',
    unkept: true,
    fails: [...aboutPerson, 'proofs.bad_text']
  }),
  /** The latest first; a unit sees its own. */
  list: query({
    input: z.strictObject({
      show: z.enum(['all', 'unconfirmed', 'not_genuine']).default('all'),
      cursor: Cursor.nullable().default(null),
      limit: PageLimit
    }),
    output: z.strictObject({ rows: z.array(ProofCheckRow), next: Cursor.nullable() }),
    needs: 'proofs.check',
    audit: 'proof.listed'
  }),
  get: query({
    input: OneId,
    output: ProofCheckView,
    needs: 'proofs.check',
    audit: 'proof.seen',
    fails: ['proofs.unknown', 'proofs.out_of_scope']
  }),
  /** What a person found out; said again, the later counts. */
  settle: command({
    input: z.strictObject({ id: Id, finding: FindingName, way: FindingWayName, asked: optionalText(60), note: optionalText(200) }),
    output: OneId,
    needs: 'proofs.settle',
    audit: 'proof.settled',
    fails: ['proofs.unknown', 'proofs.out_of_scope', 'proofs.signature_good', 'proofs.must_ask', 'proofs.bad_text']
  }),
  /** What offices say of their own proofs, as far as it has come here. */
  lists: query({
    input: z.strictObject({}),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({ office: z.string(), own: z.boolean(), version: z.int(), asOf: Day, voided: z.int(), vouched: z.int() })
      )
    }),
    needs: 'proofs.check'
  })
} as const
