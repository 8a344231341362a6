/** What a certificate says: checked against its form while it is drafted, and frozen with number, term and 2-D code when it is signed. */
import { dataFaults, isDay, longestCode, termEnd, type Day, type FormTemplate, type FormValue, type PlainData } from '@shared/domain'
import { AppError } from '@shared/errors'
import { formatFormValue } from '@shared/format'
import { writeProof, type Proof, type ProofFact } from '@shared/proof'
import { fingerprint } from '../../container'
import { signEd25519 } from '../../crypto'
import type { CallContext } from '../../rpc'
import type { Issuer } from './issuers'
import type { CertificateRow } from './queries/certificates'

const composed = (value: FormValue): FormValue => (typeof value === 'string' ? value.normalize('NFC') : value)

/** Members in one order, so that the same content has one digest. */
const ordered = (data: PlainData): string =>
  JSON.stringify(Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))))

/** @returns the draft as it is kept @throws AppError `certificates.bad_data` */
export function draftText(template: FormTemplate, data: PlainData): string {
  const plain = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, composed(value)]))
  assertNoFault(template, dataFaults(template, plain))
  assertNoFault(template, roomFaults(template, plain, proofOfUnsigned(template, plain)))
  return ordered(plain)
}

/** @throws AppError `certificates.bad_data` */
function assertNoFault({ fields, added }: FormTemplate, faults: Readonly<Record<string, string>>): void {
  const [first] = Object.keys(faults)
  if (first === undefined) return
  const label = [...fields, ...added].find(({ name }) => name === first)?.label ?? first
  throw new AppError(
    'certificates.bad_data',
    { count: Object.keys(faults).length, field: label, fault: faults[first] ?? '' },
    { fields: faults }
  )
}

/** Days take as much room as this one until long after. */
const LATE = '2099-12-31' as Day

type Signing = Pick<CallContext, 'today' | 'office' | 'keys'>

function factsOf({ fields, proof }: FormTemplate, data: PlainData): ProofFact[] {
  return (proof?.facts ?? []).flatMap((name) => {
    const field = fields.find((one) => one.name === name)
    const value = formatFormValue(field, data[name])
    return field === undefined || value === '' ? [] : [{ label: field.label, value }]
  })
}

/** As long as its code will be: what is known at the signature stands as wide as it may. */
const proofOfUnsigned = (template: FormTemplate, data: PlainData): Proof => ({
  ...{ id: '0'.repeat(32), issuer: '000000-00', issuedOn: LATE, validTo: LATE, form: template.label, number: '0'.repeat(30) },
  ...{ facts: factsOf(template, data), practice: true }
})

const unsigned = (proof: Proof): string => writeProof(proof, new Uint8Array(8), () => new Uint8Array(64))
/** Three characters of Base45 hold two octets, and three octets a Han character. */
const HAN_PER_CHARACTER = 2 / 9

/** @returns what is too long for the code as wide as it stands on the paper, by the field that takes most of it */
function roomFaults({ fields, proof: asked }: FormTemplate, data: PlainData, proof: Proof): Record<string, string> {
  const over = asked ? unsigned(proof).length - longestCode(asked.side) : 0
  if (!asked || over <= 0) return {}
  const lengthOf = (name: string): number => Buffer.byteLength(String(data[name] ?? ''))
  const [longest = ''] = asked.facts.filter((name) => fields.some((field) => field.name === name)).sort((a, b) => lengthOf(b) - lengthOf(a))
  return { [longest]: `太长，二维码放不下，请少写约 ${String(Math.ceil(over * HAN_PER_CHARACTER))} 个字` }
}

/** Octets by which a key is named in a code: docs/formats/proof.md. */
const keyIdOf = (publicKey: Uint8Array): Uint8Array => Buffer.from(fingerprint(publicKey).slice('SHA256:'.length), 'base64').subarray(0, 8)

export interface SignedContent {
  /** JSON: the fields, what the program gives, and the text of the code. */
  readonly data: string
  /** Last day; null for a form without a term. */
  readonly validTo: Day | null
}

/** Everything that will stand on the paper, so that each later print says the same. */
export function signedContent(
  { today, office, keys }: Signing,
  { id, draft }: Pick<CertificateRow, 'id'> & { readonly draft: string },
  { template, issuer, number }: { readonly template: FormTemplate; readonly issuer: Issuer; readonly number: string }
): SignedContent {
  const data = JSON.parse(draft) as PlainData // Written by `draftText`.
  const months = template.proof ? template.proof.months : (template.validMonths ?? null)
  const validTo = months === null || !isDay(today) ? null : termEnd(today, months)
  const given = { number, signedOn: today, validTo, officeName: issuer.name, officePhone: office.phone }
  if (!template.proof) return { data: ordered({ ...data, ...given }), validTo }
  const proof = {
    ...{ id: id.replaceAll('-', ''), issuer: office.code, issuedOn: today, validTo, form: template.label, number },
    ...{ facts: factsOf(template, data), practice: office.practice }
  }
  assertNoFault(template, roomFaults(template, data, proof))
  const code = writeProof(proof, keyIdOf(keys.sign.publicKey), (message) => signEd25519(keys.sign, message))
  return { data: ordered({ ...data, ...given, code }), validTo }
}
