// Why: a certificate that was voided is void wherever its list has come, and neither a thief, a damaged file nor an old backup makes it good again.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { certificatesOf, checkAt, codeFrom, voidCertificate } from '../../../../test/proof/offices'
import { openLinkedOffice, openPair, type LinkedOffice, type Pair } from '../../../../test/kit/linked-offices'
import { changeKeys } from '../../../../test/kit/root-acts'
import { composeProofList, writeProofListFile, type ProofList } from '../../container'
import { generateSigningKey, type SigningKey } from '../../crypto'
import { createKeyHandlers } from '../keys'
import { ownProofList, proofHandlers, skipListVersions, takeProofList } from './index'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const NOW = '2026-03-05T01:00:00.000Z'
const idOf = (number: number): string => number.toString(16).padStart(32, '0')
const lists = (office: LinkedOffice) => proofHandlers.lists(office.query(), {})
const made = (office: LinkedOffice) =>
  office.write.transaction(() => ownProofList({ db: office.write.db, clock: office.clock, now: NOW }, office.keyRoom.device().now.sign))
const listBy = (office: LinkedOffice, change: Partial<Parameters<typeof composeProofList>[0]> = {}, key?: SigningKey): ProofList => {
  const { id, code, name } = office.card
  const content = { office: { id, code, name }, ver: 1, prev: null, made: '2026-03-05T09:00:00+08:00', voided: [], vouched: [], ...change }
  return composeProofList(content, key ?? office.keyRoom.device().now.sign)
}
const take = (at: LinkedOffice, list: ProofList) => at.write.transaction(() => takeProofList({ db: at.write.db, now: NOW }, list))
const voided = (...numbers: number[]) => numbers.map((number) => ({ id: idOf(number), on: '2026-03-01' }))

describe('from the ledger to the counter of another office', () => {
  it('a proof voided after it was handed out › 有效 before the stick, 已作废 after it, and the stick’s report says so', async () => {
    const { a, b } = pair
    const [certificate] = await certificatesOf(a, 1)
    const code = codeFrom(a, { id: certificate?.proofId ?? '', number: certificate?.number ?? '' })
    expect(await checkAt(b, code)).toMatchObject({ answer: 'valid', verdict: '有效' })
    await voidCertificate(a, certificate ?? { id: '' })
    const stick = pair.stick()
    const written = await a.writeTo(stick)
    expect(written.partners[0]?.files.map(({ name }) => name)).toContain('610802-00_proofs.jhp')
    const { proofLists } = await b.scan(stick)
    expect(proofLists).toEqual([{ fileName: '610802-00_proofs.jhp', officeName: a.card.name, version: 1, outcome: 'taken', reason: null }])
    expect(await checkAt(b, code)).toMatchObject({ answer: 'voided', verdict: '已作废（2026-03-05）' })
    expect(await lists(b)).toEqual({ rows: [expect.objectContaining({ office: a.card.name, own: false, version: 1, voided: 1 })] })
    expect((await b.scan(stick)).proofLists[0]?.outcome).toBe('known')
  })

  it('our own proof › is void at once, before any list was made', async () => {
    const { a } = pair
    const [certificate] = await certificatesOf(a, 1)
    const code = codeFrom(a, { id: certificate?.proofId ?? '' })
    expect((await checkAt(a, code)).answer).toBe('valid')
    await voidCertificate(a, certificate ?? { id: '' })
    expect((await checkAt(a, code)).answer).toBe('voided')
  })

  it('nothing voided › no file; nothing new › the same version', async () => {
    const { a, b } = pair
    const certificates = await certificatesOf(a, 2)
    expect((await a.writeTo(pair.stick())).partners[0]?.files.filter(({ name }) => name.endsWith('.jhp'))).toEqual([])
    for (const certificate of certificates) {
      await voidCertificate(a, certificate)
      await pair.trip(a, b)
      await pair.trip(a, b)
    }
    expect((await lists(b)).rows).toMatchObject([{ version: 2, voided: 2 }])
  })

  it('a key told lost › the office vouches for what it signed itself, and for nothing that the thief signs', async () => {
    const { a, b } = pair
    const [certificate] = await certificatesOf(a, 1)
    const stolen = a.keyRoom.device().now.sign
    const code = codeFrom(a, { id: certificate?.proofId ?? '' })
    a.clock.advance(60_000)
    await changeKeys(a, 'lost')
    await pair.trip(a, b)
    expect((await checkAt(b, code)).answer).toBe('valid')
    expect(await checkAt(b, codeFrom(a, {}, stolen))).toMatchObject({
      answer: 'unconfirmed',
      because: expect.stringContaining('报失') as string
    })
  })

  it('the page handed out › carries the lists', async () => {
    const { a, b } = pair
    const page = join(b.dir, 'page.html')
    writeFileSync(page, '<script id="names">null</script>')
    take(b, listBy(a, { voided: voided(1) }))
    const handlers = createKeyHandlers(() => b.keyRoom, page)
    await b.command(handlers.exportProofPage, {})
    const handed = readdirSync(b.places.spool).find((name) => name.endsWith('证明核验.html')) ?? ''
    expect(readFileSync(join(b.places.spool, handed), 'utf8')).toContain(`["${idOf(1)}","2026-03-01"]`)
  })
})

describe('a list on a stick', () => {
  it.each([
    ['of nobody known', () => pair.b, '两人核对的密钥'],
    ['signed by somebody else', () => pair.a, '签名不是对方现在的密钥签的']
  ])('%s › is not taken, with the reason', async (what, by) => {
    const stranger = await openLinkedOffice({ code: '520115-00', name: '别的县' })
    const list =
      what === 'of nobody known' ? listBy(stranger, { voided: voided(1) }) : listBy(by(), { voided: voided(1) }, generateSigningKey())
    const told = take(pair.b, list)
    stranger.close()
    expect(told).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining(what === 'of nobody known' ? '两人核对的密钥' : '签名不是') as string
    })
    expect((await lists(pair.b)).rows).toEqual([])
  })

  it('older, of the same number with another content, or with less › what stands here stays', async () => {
    const { a, b } = pair
    const first = listBy(a, { voided: voided(1) })
    const second = listBy(a, { ver: 2, prev: first.digest, voided: voided(1, 2), vouched: [idOf(9)] })
    expect(take(b, second).outcome).toBe('taken')
    expect(take(b, first)).toMatchObject({ outcome: 'older', reason: expect.stringContaining('较早的第 1 版') as string })
    expect(take(b, listBy(a, { ver: 2, prev: first.digest, voided: voided(1) })).reason).toContain('两种内容')
    for (const change of [
      { voided: voided(1), vouched: [idOf(9)] },
      { voided: voided(1, 2) },
      { voided: [{ id: idOf(1), on: '2026-03-02' }, ...voided(2)], vouched: [idOf(9)] }
    ])
      expect(take(b, listBy(a, { ver: 3, prev: second.digest, ...change })).reason).toContain('作废不能收回')
    expect((await lists(b)).rows).toMatchObject([{ version: 2, voided: 2, vouched: 1 }])
  })

  it.each([
    ['empty', () => new Uint8Array(0)],
    ['noise', () => Buffer.alloc(5_000, 0x4b)],
    ['cut short', () => writeProofListFile(listBy(pair.a, { voided: voided(1) })).subarray(0, 300)],
    [
      'one octet changed',
      () => {
        const file = Buffer.from(writeProofListFile(listBy(pair.a, { voided: voided(1) })))
        file[Math.floor(file.length / 2)] = (file[Math.floor(file.length / 2)] ?? 0) ^ 1
        return file
      }
    ]
  ])('%s › is refused with a sentence, and the rest of the stick is read', async (_, octets) => {
    const { a, b } = pair
    a.queue(b, 1)
    const stick = pair.stick()
    await a.writeTo(stick)
    writeFileSync(join(stick, 'bad.jhp'), octets())
    const told = await b.scan(stick)
    expect(told.proofLists).toEqual([
      expect.objectContaining({ fileName: 'bad.jhp', outcome: 'refused', reason: expect.stringMatching(/[。！]/u) as string })
    ])
    expect(told.found.some(({ state }) => state === 'ready')).toBe(true)
    expect((await lists(b)).rows).toEqual([])
  })

  it('of a made-up office › is refused like that of a stranger', async () => {
    const practice = await openLinkedOffice({ code: '520115-00', practice: true })
    expect(take(pair.b, listBy(practice, { voided: voided(1) })).outcome).toBe('refused')
    practice.close()
  })
})

describe('after a return to an older database', () => {
  /** As a restore leaves the tables of lists: as they stood. */
  const forget = (office: LinkedOffice): void => {
    for (const name of ['proof_list', 'proof_said']) {
      for (const { name: trigger } of office.write.db.all<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?",
        name
      ))
        office.write.db.run(`DROP TRIGGER ${trigger}`)
      office.write.db.run(`DELETE FROM ${name}`)
    }
  }

  it('versions go on above all that may have left the PC, and our own list comes back on a partner’s stick', async () => {
    const { a, b } = pair
    const [one, two] = await certificatesOf(a, 2)
    await voidCertificate(a, one ?? { id: '' })
    await pair.trip(a, b)
    // The certificate stands voided at b; the restored ledger and the restored lists know nothing of it.
    take(
      b,
      listBy(a, {
        ver: 2,
        prev: made(a)?.digest ?? null,
        voided: [...voided(1), { id: one?.proofId ?? '', on: '2026-03-05' }].sort((x, y) => (x.id < y.id ? -1 : 1))
      })
    )
    forget(a)
    a.write.transaction(() => skipListVersions(a.write.db, 11_000))
    await voidCertificate(a, two ?? { id: '' })
    const next = made(a)
    expect(next?.ver).toBe(11_001)
    // Without what was lost it is not taken there: what is void stays void.
    const stick = pair.stick()
    await a.writeTo(stick)
    expect((await b.scan(stick)).proofLists[0]?.reason).toContain('作废不能收回')
    // His stick brings our own word back, and the next list says all of it.
    const back = pair.stick()
    await b.writeTo(back)
    expect((await a.scan(back)).proofLists).toEqual([
      expect.objectContaining({ fileName: '610802-00_proofs.jhp', version: 2, outcome: 'older' })
    ])
    const again = pair.stick()
    await a.writeTo(again)
    expect((await b.scan(again)).proofLists[0]).toMatchObject({ version: 11_002, outcome: 'taken' })
    expect((await lists(b)).rows).toMatchObject([{ voided: 3 }])
  })

  it('of one version with two contents › a partner takes neither back; our own comes home on his stick, and the next list says both', async () => {
    const { a, b } = pair
    const [one] = await certificatesOf(a, 1)
    take(b, listBy(a, { voided: voided(1) }))
    // Here nobody remembers that list: the database went back and nothing told.
    await voidCertificate(a, one ?? { id: '' })
    const stick = pair.stick()
    await a.writeTo(stick)
    expect((await b.scan(stick)).proofLists[0]?.reason).toContain('第 1 版有两种内容')
    const back = pair.stick()
    await b.writeTo(back)
    expect((await a.scan(back)).proofLists).toMatchObject([{ version: 1, outcome: 'older', reason: null }])
    const again = pair.stick()
    await a.writeTo(again)
    expect((await b.scan(again)).proofLists).toMatchObject([{ version: 3, outcome: 'taken' }])
    expect((await lists(b)).rows).toMatchObject([{ voided: 2 }])
  })

  it('whatever is voided, lost and carried in whatever order › versions only go forward and nothing void becomes good', () => {
    const { a, b } = pair
    const step = fc.oneof(
      fc.record({ kind: fc.constant('void' as const), id: fc.integer({ min: 1, max: 40 }) }),
      fc.constantFrom(
        { kind: 'carry' as const, id: 0 },
        { kind: 'carry' as const, id: 0 },
        { kind: 'restore' as const, id: 0 },
        { kind: 'back' as const, id: 0 }
      )
    )
    let [seen, version] = [new Set<string>(), 0]
    const carried: number[] = []
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        for (const { kind, id } of steps) {
          const { db } = a.write
          if (kind === 'void')
            db.run(
              'INSERT INTO proof_said(office_id, proof_id, voided_on, vouched) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING',
              a.card.id,
              idOf(id),
              '2026-03-01'
            )
          else if (kind === 'restore') {
            forget(a)
            a.write.transaction(() => skipListVersions(db, (carried.at(-1) ?? 0) + 10))
          } else {
            const row = kind === 'carry' ? made(a) : null
            if (row) {
              expect(row.ver).toBeGreaterThanOrEqual(carried.at(-1) ?? 0)
              carried.push(row.ver)
              const content = JSON.parse(Buffer.from(row.bytes).toString('utf8')) as ProofList
              take(b, { ...content, bytes: Uint8Array.from(row.bytes), sig: Uint8Array.from(row.sig), digest: row.digest })
            }
            if (kind === 'back') {
              const held = b.db.one<{ bytes: Uint8Array; sig: Uint8Array; digest: string }>(
                'SELECT bytes, sig, digest FROM proof_list WHERE office_id = ?',
                a.card.id
              )
              if (held)
                take(a, {
                  ...(JSON.parse(Buffer.from(held.bytes).toString('utf8')) as ProofList),
                  bytes: Uint8Array.from(held.bytes),
                  sig: Uint8Array.from(held.sig),
                  digest: held.digest
                })
            }
          }
          const now = new Set(
            b.db.all<{ id: string }>('SELECT proof_id AS id FROM proof_said WHERE office_id = ?', a.card.id).map((row) => row.id)
          )
          for (const before of seen) expect(now.has(before)).toBe(true)
          const at = b.db.value<number>('SELECT ver FROM proof_list WHERE office_id = ?', a.card.id) ?? 0
          expect(at).toBeGreaterThanOrEqual(version)
          ;[seen, version] = [now, at]
        }
      }),
      { numRuns: 60, endOnFailure: true }
    )
    expect(carried.length).toBeGreaterThan(20)
  })
})
