// Why: people are believed or sent away by this answer; what the program cannot know it must not say, and what a person found out must stand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aProof, day } from '../../../../test/proof/kit'
import { certificatesOf, checkAt, codeFrom, printedCode, voidCertificate } from '../../../../test/proof/offices'
import { openLinkedOffice, openPair, trust, type LinkedOffice, type Pair } from '../../../../test/kit/linked-offices'
import { actorNamed } from '../../../../test/kit/module-office'
import { contract, type HandlerInput, type Output, type SpecOf } from '@shared/contract'
import { composeProofList } from '../../container'
import { generateSigningKey } from '../../crypto'
import { erasePersons } from '../erasure'
import { placeMarks, survivorOf } from '../persons'
import { proofHandlers, takeProofList } from './index'

let pair: Pair
let stranger: LinkedOffice
beforeAll(async () => {
  pair = await openPair()
  stranger = await openLinkedOffice({ code: '520115-00', name: '不认识的县' })
})
afterAll(() => {
  pair.close()
  stranger.close()
})

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error
const typed = (more: Partial<HandlerInput<SpecOf<'proofs.checkNumber'>>>) =>
  pair.b.command<Output<SpecOf<'proofs.checkNumber'>>>(proofHandlers.checkNumber, {
    ...{ issuer: pair.a.card.code, number: 'X1', validTo: null, personId: null },
    ...more
  })
const settle = (input: Partial<HandlerInput<SpecOf<'proofs.settle'>>> & { readonly id: string }, actor = actorNamed('li')) =>
  pair.b.command(proofHandlers.settle, { finding: 'genuine', way: 'phone', asked: '王科长', note: null, ...input }, actor)
const list = (show: 'all' | 'unconfirmed' | 'not_genuine' = 'all') => proofHandlers.list(pair.b.query(), { show, cursor: null, limit: 100 })
const get = (id: string) => proofHandlers.get(pair.b.query(), { id })

/** As a request of the person’s leaves its mark. */
function restrict(personId: string): void {
  const { raw, db } = pair.b.write
  raw.pragma('foreign_keys=OFF')
  placeMarks(db, survivorOf(db, personId).seq, { kind: 'restricted', fields: [], request: 1, at: '2026-03-05T01:00:00.000Z', by: 'li' })
  raw.pragma('foreign_keys=ON')
}

describe('what was read of a code', () => {
  it('of a partner › 有效, with everything that stands on the paper, and nothing of it is kept', async () => {
    const answer = await checkAt(pair.b, codeFrom(pair.a))
    expect(answer).toMatchObject({ answer: 'valid', verdict: '有效' })
    expect(answer.facts).toContainEqual({ label: '姓名', value: '测试𬱖' })
    expect(answer.facts.at(-1)).toEqual({ label: '有效期至', value: '2029-03-04' })
    expect(contract.proofs.check.output.parse(answer)).toEqual(answer)
    const row = pair.b.db.one<Record<string, unknown>>('SELECT * FROM proof_check ORDER BY seq DESC LIMIT 1')
    expect(row).toMatchObject({ way: 'scan', answer: 'valid', issuer_name: pair.a.card.name, number: aProof.number, practice: 0 })
    expect(JSON.stringify(row)).not.toContain('测试𬱖')
    expect(JSON.stringify(pair.b.notes)).not.toContain(aProof.number)
  })

  it('that our own ledger printed › is 有效 at a partner as on paper, and 已作废 here once it was voided', async () => {
    const [certificate] = await certificatesOf(pair.a, 1)
    if (!certificate) throw new Error('none')
    const code = printedCode(pair.a, certificate)
    const there = await checkAt(pair.b, code)
    expect(there).toMatchObject({ answer: 'valid', verdict: '有效' })
    expect(there.facts).toContainEqual({ label: '姓名', value: '某某' })
    expect(await checkAt(pair.a, code)).toMatchObject({ answer: 'valid' })
    await voidCertificate(pair.a, certificate)
    expect(await checkAt(pair.a, code)).toMatchObject({ answer: 'voided' })
  })

  it.each([
    ['something else', () => '婚育证明', '不是证明上的核验码'],
    ['small letters', () => codeFrom(pair.a).toLowerCase(), '大小写颠倒'],
    ['a later version', () => 'JHP2:ABC', '更新版本'],
    ['cut short', () => codeFrom(pair.a).slice(0, -3), '不完整，或被改动过'],
    ['of an office nobody compared', () => codeFrom(stranger), '没有签发它的密钥'],
    ['signed by nobody', () => codeFrom(pair.a, {}, generateSigningKey()), '没有签发它的密钥'],
    ['another office’s code in it', () => codeFrom(pair.a, { issuer: '520115-00' }), '不是同一个'],
    ['not begun', () => codeFrom(pair.a, { issuedOn: day('2027-01-01') }), '比这台设备的日期还晚'],
    ['over', () => codeFrom(pair.a, { issuedOn: day('2020-01-01'), validTo: day('2021-01-01') }), '有效期已过'],
    ['a made-up one', () => codeFrom(pair.a, { practice: true }), '练习证明'],
    ['hostile', () => `JHP1:${'$'.repeat(3_990)}`, '不完整，或被改动过'],
    ['signs that turn the line', () => 'JHP1:\u202eABC', '不完整，或被改动过']
  ])('%s › 无法确认 with its reason, never a word of forgery', async (_, text, because) => {
    const answer = await checkAt(pair.b, text(), { way: 'photo' })
    expect(answer).toMatchObject({ answer: 'unconfirmed', verdict: '无法确认', because: expect.stringContaining(because) as string })
    expect(JSON.stringify(answer)).not.toMatch(/伪造|假证|造假/)
    expect((await get(answer.id)).because).toContain(because)
  })

  it('the line end of a scanner › does not matter', async () => {
    expect((await checkAt(pair.b, `${codeFrom(pair.a)}\r\n`)).answer).toBe('valid')
  })

  it('in practice › a real proof is not judged, a practised one is', async () => {
    const practice = await openLinkedOffice({ code: '520115-00', practice: true })
    expect((await checkAt(practice, codeFrom(practice, { practice: true }))).answer).toBe('valid')
    expect((await checkAt(practice, codeFrom(pair.a))).answer).toBe('unconfirmed')
    expect(practice.db.value('SELECT practice FROM proof_check LIMIT 1')).toBe(1)
    practice.close()
  })

  it('for somebody’s matter › whoever is not on file, not in reach or restricted is refused', async () => {
    const [certificate, other] = await certificatesOf(pair.b, 2)
    const personId = certificate?.personId ?? ''
    await expect(checkAt(pair.b, codeFrom(pair.a), { personId: '0192f0c0-0000-7000-8000-000000000000' })).rejects.toThrow(
      code('persons.unknown')
    )
    const elsewhere = actorNamed('wang', ['window'], '500000999')
    await expect(checkAt(pair.b, codeFrom(pair.a), { personId }, elsewhere)).rejects.toThrow(code('persons.out_of_scope'))
    const { id } = await checkAt(pair.b, codeFrom(pair.a), { personId })
    expect((await get(id)).personId).toBe(personId)
    restrict(other?.personId ?? '')
    await expect(checkAt(pair.b, codeFrom(pair.a), { personId: other?.personId ?? '' })).rejects.toThrow(code('persons.restricted'))
  })
})

describe('a number that was typed', () => {
  it('without a code › 无法确认, never 有效, though the number is a good one', async () => {
    const [certificate] = await certificatesOf(pair.a, 1)
    expect(await typed({ number: certificate?.number ?? '' })).toMatchObject({
      answer: 'unconfirmed',
      because: expect.stringContaining('没有二维码') as string
    })
    expect(await typed({ number: 'X2', validTo: '2020-01-01' })).toMatchObject({
      because: expect.stringContaining('有效期（至 2020-01-01）已过') as string
    })
    await expect(typed({ number: 'A\u202eB' })).rejects.toThrow(code('proofs.bad_text'))
  })

  it('whose code was read here before, and which a list voids since › 已作废', async () => {
    const { a, b } = pair
    const id = 'ef'.repeat(16)
    await checkAt(b, codeFrom(a, { id, number: 'TYPED-7' }))
    expect((await typed({ number: 'TYPED-7' })).answer).toBe('unconfirmed')
    const { id: office, code: issuer, name } = a.card
    const list = composeProofList(
      {
        office: { id: office, code: issuer, name },
        ver: 1,
        prev: null,
        made: '2026-03-05T09:00:00+08:00',
        voided: [{ id, on: '2026-03-04' }],
        vouched: []
      },
      a.keyRoom.device().now.sign
    )
    b.write.transaction(() => takeProofList({ db: b.write.db, now: '2026-03-05T01:00:00.000Z' }, list))
    expect(await typed({ number: 'TYPED-7' })).toMatchObject({ answer: 'voided', verdict: '已作废（2026-03-04）' })
  })

  it('of our own ledger › 已作废 at once', async () => {
    const { a } = pair
    const [certificate] = await certificatesOf(a, 1)
    await voidCertificate(a, certificate ?? { id: '' })
    const input = { issuer: a.card.code, number: certificate?.number ?? '', validTo: null, personId: null }
    expect(await a.command(proofHandlers.checkNumber, input)).toMatchObject({ answer: 'voided' })
  })
})

describe('what a person found out', () => {
  it('not issued by that office › needs who said so, stands in a list of its own, and the last word counts', async () => {
    const { id } = await typed({ number: 'GONE-1' })
    await expect(settle({ id, finding: 'not_issued', asked: null })).rejects.toThrow(code('proofs.must_ask'))
    await expect(settle({ id, finding: 'not_issued', way: 'paper' })).rejects.toThrow(code('proofs.must_ask'))
    await expect(settle({ id, note: '\u200b' })).rejects.toThrow(code('proofs.bad_text'))
    expect((await list('not_genuine')).rows.map((row) => row.id)).not.toContain(id)
    await settle({ id, finding: 'not_issued', note: '查无此号' })
    expect((await list('not_genuine')).rows.map((row) => row.id)).toContain(id)
    await settle({ id, finding: 'genuine' })
    expect((await list('not_genuine')).rows.map((row) => row.id)).not.toContain(id)
    expect(await get(id)).toMatchObject({
      verdict: '无法确认',
      partner: { name: pair.a.card.name, phone: '0000-1234567' },
      findings: [{ finding: 'genuine' }, { finding: 'not_issued', asked: '王科长', note: '查无此号', by: 'li' }]
    })
  })

  it('of a code whose signature is good › cannot be “not issued”, but can differ from the paper', async () => {
    const { id } = await checkAt(pair.b, codeFrom(pair.a))
    await expect(settle({ id, finding: 'not_issued' })).rejects.toThrow(code('proofs.signature_good'))
    await settle({ id, finding: 'differs', way: 'paper', asked: null })
    expect((await list('not_genuine')).rows[0]).toMatchObject({ id, answer: 'valid', finding: 'differs' })
  })

  it('signed for another office, as a thief may have, › can be “not issued”; one that is over cannot', async () => {
    const foreign = await checkAt(pair.b, codeFrom(pair.a, { issuer: '520115-00' }))
    await settle({ id: foreign.id, finding: 'not_issued' })
    expect((await get(foreign.id)).finding).toBe('not_issued')
    const over = await checkAt(pair.b, codeFrom(pair.a, { issuedOn: day('2020-01-01'), validTo: day('2021-01-01') }))
    await expect(settle({ id: over.id, finding: 'not_issued' })).rejects.toThrow(code('proofs.signature_good'))
  })

  it('nothing of the register is changed or taken away behind it', () => {
    const { db } = pair.b.write
    expect(() => db.run("UPDATE proof_check SET answer = 'valid'")).toThrow('append-only')
    expect(() => db.run('DELETE FROM proof_check')).toThrow('append-only')
    expect(() => db.run("UPDATE proof_finding SET finding = 'genuine'")).toThrow('append-only')
    expect(() => db.run('DELETE FROM proof_finding')).toThrow('append-only')
  })
})

describe('a file that is erased', () => {
  it('takes the number, the digest and the words out of its checks, and leaves what was answered', async () => {
    const [certificate] = await certificatesOf(pair.b, 1)
    const personId = certificate?.personId ?? ''
    const { id } = await checkAt(pair.b, codeFrom(pair.a, { number: 'MINE-1' }), { personId })
    await settle({ id, note: '独特的话' })
    const context = { ...pair.b.query(), db: pair.b.write.db }
    pair.b.write.transaction(() => erasePersons(context, [personId], 'anonymise'))
    expect(await get(id)).toMatchObject({ verdict: '有效', number: null, personId: null, findings: [{ asked: null, note: null }] })
    expect(JSON.stringify(pair.b.db.all('SELECT * FROM proof_check, proof_finding'))).not.toMatch(/MINE-1|独特的话/)
  })
})

describe('the register', () => {
  it('a township › sees its own checks, and nobody else’s by id', async () => {
    const town = actorNamed('zhen', ['window', 'verifier'], '141124101')
    const { id } = await checkAt(pair.b, codeFrom(pair.a), {}, town)
    const others = (await list()).rows.find((row) => row.id !== id)
    const query = { ...pair.b.query(), actor: town }
    expect((await proofHandlers.list(query, { show: 'all', cursor: null, limit: 100 })).rows.map((row) => row.id)).toEqual([id])
    expect(() => proofHandlers.get(query, { id: others?.id ?? '' })).toThrow(code('proofs.out_of_scope'))
    await expect(settle({ id: others?.id ?? '' }, town)).rejects.toThrow(code('proofs.out_of_scope'))
    expect(() => proofHandlers.get(query, { id: '0192f0c0-0000-7000-8000-000000000000' })).toThrow(code('proofs.unknown'))
  })

  it('page by page › each check once; 无法确认 alone', async () => {
    const all = (await list()).rows
    const first = await proofHandlers.list(pair.b.query(), { show: 'all', cursor: null, limit: 5 })
    const second = await proofHandlers.list(pair.b.query(), { show: 'all', cursor: first.next, limit: 5 })
    expect([...first.rows, ...second.rows]).toEqual(all.slice(0, 10))
    expect((await list('unconfirmed')).rows.every(({ answer }) => answer === 'unconfirmed')).toBe(true)
  })

  it('a partner taken on later › makes its proofs good', async () => {
    trust(pair.b, stranger)
    expect((await checkAt(pair.b, codeFrom(stranger))).answer).toBe('valid')
  })
})
