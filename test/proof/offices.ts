/** Offices that sign certificates with codes, void them, and check what others bring. */
import type { HandlerInput, Output, SpecOf } from '../../shared/contract'
import { writeProof, type Proof } from '../../shared/proof'
import { fingerprint } from '../../electron/core/container'
import { signEd25519, type SigningKey } from '../../electron/core/crypto'
import { createCertificateHandlers } from '../../electron/core/modules/certificates'
import { insertPersons } from '../../electron/core/modules/persons'
import { proofHandlers } from '../../electron/core/modules/proofs'
import type { Actor } from '../../electron/core/rpc'
import { madeUpForms } from '../kit/made-up-forms'
import { actorNamed, type ModuleOffice } from '../kit/module-office'
import { madeUp } from '../slips/offices'
import { aProof } from './kit'

const ledger = createCertificateHandlers({ note: () => undefined }, madeUpForms)
const [FIRST, SECOND] = [actorNamed('zhang'), actorNamed('li')]

export interface SignedCertificate {
  readonly id: string
  readonly number: string
  /** As claim 7 of its code. */
  readonly proofId: string
  readonly personId: string
}

/** Certificates from draft to signature, each for a person of its own. */
export async function certificatesOf(office: ModuleOffice, count: number): Promise<SignedCertificate[]> {
  const persons = office.write.transaction(() => insertPersons({ ...office.query(), db: office.write.db }, madeUp(count)))
  await office.command(ledger.allocate, { unit: null, form: 'marriage_birth', count, nextYear: false }, FIRST)
  const signed: SignedCertificate[] = []
  for (const personId of persons) {
    const input = {
      personId,
      form: 'marriage_birth',
      unit: null,
      data: { name: '某某' },
      careful: false,
      replaces: null,
      reason: null
    }
    const { id } = await office.command<{ id: string }>(ledger.draft, input, FIRST)
    await office.command(ledger.review, { id }, FIRST)
    const { rows } = await office.command<Output<SpecOf<'certificates.sign'>>>(ledger.sign, { ids: [id] }, SECOND)
    signed.push({ id, personId, proofId: id.replaceAll('-', ''), number: rows[0]?.number ?? '' })
  }
  return signed
}

export const voidCertificate = (office: ModuleOffice, { id }: Pick<SignedCertificate, 'id'>): Promise<unknown> =>
  office.command(ledger.void, { id, reason: 'lost', note: null }, SECOND)

/** The code on the paper. */
export function codeFrom(office: ModuleOffice, change: Partial<Proof> = {}, key: SigningKey = office.keyRoom.device().now.sign): string {
  const keyId = Buffer.from(fingerprint(key.publicKey).slice('SHA256:'.length), 'base64').subarray(0, 8)
  return writeProof({ ...aProof, issuer: office.card.code, ...change }, keyId, (message) => signEd25519(key, message))
}

/** The code that the ledger itself put on the paper. */
export const printedCode = (office: ModuleOffice, { id }: Pick<SignedCertificate, 'id'>): string => {
  const { data } = ledger.get(office.query(), { id }) // A reading answers at once.
  return (JSON.parse(data ?? '{}') as { code: string }).code
}

type Answer = Output<SpecOf<'proofs.check'>>

export const checkAt = (
  office: ModuleOffice,
  text: string,
  more: Partial<HandlerInput<SpecOf<'proofs.check'>>> = {},
  actor?: Actor
): Promise<Answer> => office.command<Answer>(proofHandlers.check, { text, way: 'scan', personId: null, ...more }, actor)
