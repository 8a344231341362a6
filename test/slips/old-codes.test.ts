/** Why: a county changes its code between question and answer; what was addressed under the old one still reaches its office and its slip. */
import { expect, it } from 'vitest'
import { issue, lineOf, openPair, pack, take, type Load } from './offices'

/** 612722 was 神木县; 610821 and 610881 came after it. */
const OLD = '612722000000'

const readdressed = (load: Load, member: 'receiver_org' | 'sender_org'): Load => ({
  ...load,
  records: load.records.map(({ value }) => lineOf({ ...value, body: { ...value.body, [member]: OLD } }))
})

it.each([
  ['question', 'receiver_org', 'to an abolished code'],
  ['question', 'sender_org', 'from an abolished code'],
  ['answer', 'receiver_org', 'to an abolished code'],
  ['answer', 'sender_org', 'from an abolished code'],
  ['return', 'receiver_org', 'to an abolished code'],
  ['return', 'sender_org', 'from an abolished code']
] as const)('%s › %s: %s › reaches its office and its slip', async (what, member, _how) => {
  const { a, b, close } = await openPair()
  try {
    const [id = ''] = await issue(a, 1, ['marital_status'])
    const there = pack(a)
    take(b, what === 'question' ? readdressed(there, member) : there)
    const [row] = (await b.call('search', { filter: { direction: 'in' } })).rows
    const theirs = row?.id ?? ''
    // The new code stands in the books of both by the time the answer is written.
    b.db.run("UPDATE partner SET code = '610881-00'")
    a.db.run("UPDATE partner SET code = '610881-00'")
    if (what === 'return') await b.call('refuse', { id: theirs, result: 'not_our_area', suggested: '612722', reason: '户籍在神木' })
    else {
      await b.call('pair', { id: theirs, result: 'found', personId: b.persons[0] ?? '' })
      const findings = [{ code: 'marital_status', status: 'confirmed' as const, value: '20' }]
      await b.call('answer', { id: theirs, findings, method: 'file', verifiedOn: '2026-03-05' })
    }
    await b.call('release', { ids: [theirs] })
    const back = pack(b)
    take(a, what === 'question' ? back : readdressed(back, member))
    expect((await a.call('get', { id })).status).toBe(what === 'return' ? 'returned' : 'answered')
    expect((await a.call('search', { filter: { direction: 'in', open: true } })).rows).toEqual([])
  } finally {
    close()
  }
})
