// Why: what was signed can be checked by anybody from the paper alone: the code on it carries the facts as they are printed, and holds as long as the form says.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { longestCode } from '../../shared/domain'
import { judgeProof, type ProofKey } from '../../shared/proof'
import { fingerprint } from '../../electron/core/container'
import { signingKeyFromSeed, verifyEd25519 } from '../../electron/core/crypto'
import { day } from '../proof/kit'
import { openCounty, refusal, SECOND, signed, type County } from './county'

let county: County
beforeEach(() => {
  county = openCounty()
  county.call('allocate', { form: 'marriage_birth', count: 5 })
})
afterEach(() => county.close())

const key = signingKeyFromSeed(new Uint8Array(32).fill(7)).publicKey
const keyId = Buffer.from(fingerprint(key).slice('SHA256:'.length), 'base64').subarray(0, 8).toString('hex')
const known: ProofKey = {
  ...{ keyId, key, practice: false, isLost: false },
  office: { id: 'o', name: '测试甲区卫生健康局', codes: ['610802-00'] }
}
const judged = (code: string, on: string) =>
  judgeProof(code, {
    ...{ keyOf: (id) => (id === keyId ? known : null), statusOf: () => null, verify: verifyEd25519, today: day(on), practice: false }
  })
const codeOf = (id: string): string => (JSON.parse(county.call('get', { id }).data ?? '{}') as { code: string }).code

it('the code › is good until the last day, and says number, form, facts and this one issue', () => {
  const { id, number } = signed(county)
  const found = judged(codeOf(id), '2029-03-04')
  expect(found).toMatchObject({
    answer: 'valid',
    proof: {
      ...{ id: id.replaceAll('-', ''), issuer: '610802-00', issuedOn: '2026-03-05', validTo: '2029-03-04', form: '测试证明', number },
      facts: [
        { label: '姓名', value: '某某0' },
        { label: '年龄', value: '30' }
      ]
    }
  })
  expect(judged(codeOf(id), '2029-03-05')).toMatchObject({ answer: 'unconfirmed', reason: 'expired' })
  expect(county.call('list', {}).rows[0]).toMatchObject({ number, validTo: '2029-03-04' })
})

it('facts too long for the code as it stands on the paper › are refused at the field, with how much to leave out, before anything is signed', () => {
  const draft = (name: string) =>
    county.call('draft', { personId: county.persons[0] ?? '', form: 'marriage_birth', data: { name, age: 30 } })
  const error = refusal(() => draft('𠮷'.repeat(60)))
  expect([error.code, error.fields]).toEqual([
    'certificates.bad_data',
    { name: expect.stringMatching(/^太长，二维码放不下，请少写约 \d+ 个字$/) as string }
  ])
  const over = Number(/\d+/.exec(error.fields?.['name'] ?? '')?.[0])
  const { id } = draft('𠮷'.repeat(60 - over))
  county.call('review', { id })
  county.call('sign', { ids: [id] }, SECOND)
  expect(codeOf(id).length).toBeLessThanOrEqual(longestCode(30))
  expect(refusal(() => county.call('edit', { id: draft('某某').id, data: { name: '𠮷'.repeat(60), age: 30 } })).code).toBe(
    'certificates.bad_data'
  )
})

it('a sheet printed again › carries the very same code and data, marked by the run alone', () => {
  const { id } = signed(county)
  const { run } = county.call('startRun', { ids: [id] })
  const [first] = county.call('hand', { run, count: 1 }).sheets
  county.call('tell', { run, from: 1, to: 1, seen: 'out' })
  const again = county.call('startRun', { ids: [id], reprint: 'unreadable' })
  const [second] = county.call('hand', { run: again.run, count: 1 }).sheets
  expect(second?.data).toBe(first?.data)
  expect([first?.reprint, second?.reprint]).toEqual([false, true])
})

it('a form without a code › holds as long as it says, and has no code', () => {
  county.call('allocate', { form: 'booklet', count: 1 })
  const { id } = signed(county, 0, null, 'booklet')
  expect(JSON.parse(county.call('get', { id }).data ?? '{}')).toMatchObject({ signedOn: '2026-03-05', validTo: '2027-03-04' })
  expect(county.call('get', { id }).data).not.toContain('JHP1:')
})

it('pieces › are what was signed, in the order asked for; drafts have none', () => {
  const one = signed(county, 0)
  const two = signed(county, 1)
  expect(county.call('pieces', { ids: [two.id, one.id] }).rows.map(({ number }) => number)).toEqual([two.number, one.number])
  const { id } = county.call('draft', { personId: county.persons[2] ?? '', form: 'marriage_birth', data: { name: '某某' } })
  expect(() => county.call('pieces', { ids: [id] })).toThrow('certificates.unknown')
  county.call('review', { id })
  county.call('sign', { ids: [id] }, SECOND)
  expect(county.call('pieces', { ids: [id] }).rows).toHaveLength(1)
})
