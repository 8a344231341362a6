/** Wakes the root that signs for this office now. */
import type { PrepareContext } from '../../rpc'
import { ownCard } from '../partners'
import { rootFrom } from './key-acts'
import type { KeyRoom } from './key-room'

/** @throws AppError `keys.root_differs` besides those of `KeyRoom.root` */
export async function presentRoot(context: Pick<PrepareContext, 'db'>, room: KeyRoom, recoveryKey: string) {
  const own = ownCard(context.db)
  const { root } = await room.root(recoveryKey)
  rootFrom(own, root, [])
  return { root, card: own }
}
