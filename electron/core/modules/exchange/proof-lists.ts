/** Lists of voided proofs found on a stick: taken in at once, for each is its office’s own word, and told one by one. */
import { readFile, rm } from 'node:fs/promises'
import type { Contract, Output } from '@shared/contract'
import type { JobContext } from '../../rpc'
import { readProofList, takeProofList } from '../proofs'
import { momentOf } from './moment'
import type { Candidate } from './refusals'

type Told = Output<Contract['exchange']['scanStick']>['proofLists'][number]

/** One after the other: a hostile stick may hold many. */
export async function takeProofLists(ctx: JobContext, copies: readonly Candidate[]): Promise<Told[]> {
  const told: Told[] = []
  for (const { path, fileName } of copies) {
    ctx.checkpoint()
    const read = await readProofList(await readFile(path))
    await rm(path, { force: true })
    const taken = 'ver' in read ? ctx.batch((db) => takeProofList({ db, now: momentOf(ctx).now }, read)) : read
    told.push({ fileName, ...taken })
  }
  return told
}
