/** Files an act made that something later hangs on: they stay when the act is taken back, and so does everybody they name. */
import type { ReadDb } from '../../db'
import { changedElsewhere, linksToMade, namedElsewhere } from './queries/undo'

/** @returns row numbers with the reason in words */
export function heldFiles(db: ReadDb, act: number): Map<number, string> {
  const held = new Map<number, string>()
  const hold = (seqs: readonly number[], why: string): void => {
    for (const seq of seqs) if (!held.has(seq)) held.set(seq, why)
  }
  hold(namedElsewhere(db, act), '已有交流单、证明等记录用到这份档案')
  hold(changedElsewhere(db, act), '后来又有人改过这份档案')
  const links = linksToMade(db, act)
  hold(
    links.filter(({ made }) => made === 0).map(({ seq }) => seq),
    '别人的档案里登记了这个人，或并入了这份档案'
  )
  const named = new Map<number, number[]>()
  for (const { owner, seq } of links) named.set(owner, [...(named.get(owner) ?? []), seq])
  const open = [...held.keys()]
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const seq of named.get(at) ?? [])
      if (!held.has(seq)) {
        held.set(seq, '与留下来的档案是一家人')
        open.push(seq)
      }
  return held
}
