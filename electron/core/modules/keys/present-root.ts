/** Wakes the root that signs for this office now. */
import { AppError } from '@shared/errors'
import type { PrepareContext } from '../../rpc'
import { ownCard } from '../partners'
import { heldRoot, isAhead, isRootOf } from './key-acts'
import type { KeyRoom } from './key-room'

/** @throws AppError `keys.root_differs`, `keys.root_unfinished` besides those of `KeyRoom.root` */
export async function presentRoot({ db }: Pick<PrepareContext, 'db'>, room: KeyRoom, recoveryKey: string) {
  const own = ownCard(db)
  const held = heldRoot(await room.root(recoveryKey))
  if (isAhead(db, held)) throw new AppError('keys.root_unfinished')
  if (!isRootOf(own, held)) throw new AppError('keys.root_differs')
  return { root: held.root, card: own }
}
