// Why: an answer is seen by two persons, whatever they are called, however often they are renamed, and in whose place they act.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contract, grantsOf, type Role } from '../../shared/contract'
import type { Actor } from '../../electron/core/rpc'
import { slipHandlers } from '../../electron/core/modules/slips'
import { addFirstAccount } from '../../electron/core/modules/accounts'
import { actorNamed } from '../kit/module-office'
import { issue, openPair, pack, take, type SlipOffice } from './offices'

let a: SlipOffice
let b: SlipOffice
let close: () => void
beforeEach(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
  await issue(a, 1)
  take(b, pack(a))
  for (const name of ['yi', 'er', 'san']) account(name, ['verifier', 'signer'])
})
afterEach(() => close())

/** Two of them are called alike. */
const shown = (name: string): string => (name === 'san' ? '三' : '王伟')
function account(name: string, roles: readonly Role[]): void {
  b.office.write.transaction(() =>
    addFirstAccount(b.db, { id: `account-${name}`, name, displayName: shown(name), roles }, '2026-03-05T01:00:00.000Z')
  )
}
const actor = (name: string, over: Partial<Actor> = {}): Actor => ({
  ...actorNamed(name, ['verifier', 'signer']),
  displayName: shown(name),
  ...over
})

async function verifiedBy(who: Actor): Promise<string> {
  const [row] = (await b.call('search', { filter: { direction: 'in', kinds: ['XC'] } })).rows
  const { replyId } = await b.office.command<{ replyId: string }>(
    slipHandlers.refuse,
    contract.slips.refuse.input.parse({ id: row?.id ?? '', result: 'not_our_area', reason: '不属本县' }),
    who
  )
  return replyId
}
const release = (id: string, who: Actor): Promise<unknown> => b.office.command(slipHandlers.release, { ids: [id] }, who)
const samePerson = { code: 'slips.same_person' }

describe('two hands', () => {
  it('another account of the same name › signs; the one who verified does not, also under a new name', async () => {
    const id = await verifiedBy(actor('yi'))
    await expect(release(id, actor('yi'))).rejects.toMatchObject(samePerson)
    await expect(release(id, actor('yi', { displayName: '王伟（新）' }))).rejects.toMatchObject(samePerson)
    await release(id, actor('er'))
  })

  it('a deputy › signs neither what he verified himself nor by the right of the one who verified', async () => {
    const own = grantsOf(['window'])
    const yi = { accountId: 'account-yi', name: 'yi', displayName: '王伟', until: '2026-03-09', grants: grantsOf(['verifier', 'signer']) }
    const san = { ...yi, accountId: 'account-san', name: 'san', displayName: '三' }
    const deputy = (principals: Actor['principals']): Actor => actor('si', { own, principals })
    const id = await verifiedBy(actor('yi'))
    await expect(release(id, deputy([yi]))).rejects.toMatchObject(samePerson)
    await release(id, deputy([yi, san]))
  })

  it('whoever verified in another’s place › does not sign by his own right', async () => {
    const er = actor('er', { displayName: '王伟（代三）' })
    const id = await verifiedBy(er)
    await expect(release(id, actor('er'))).rejects.toMatchObject(samePerson)
    await release(id, actor('yi'))
  })

  it('an office in which nobody else may sign › goes on with one person', async () => {
    b.office.write.transaction(() => b.db.run("UPDATE account SET active = 0 WHERE id <> 'account-yi'"))
    const id = await verifiedBy(actor('yi'))
    await release(id, actor('yi'))
  })
})
