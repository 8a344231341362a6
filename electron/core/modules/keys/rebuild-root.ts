/** The root key is lost, file and paper: another root, and with it another office to the arithmetic, in the same database (exchange.md §4.4). */
import type { Contract, Output } from '@shared/contract'
import { AppError } from '@shared/errors'
import { generateAgeIdentity, generateSigningKey, type SigningKey } from '../../crypto'
import { chinaTime } from '../../platform'
import type { Ask, CallContext, CommandContext, PrepareContext, PreparedCommand } from '../../rpc'
import { endEveryEpoch } from '../exchange'
import { beginIdentity, cardFacts, confirmedPartners, ownCard } from '../partners'
import { heldRoot, isAhead, isRootOf, newSm2Keys, type HeldRoot, type SignedAct } from './key-acts'
import type { KeyRoom, KeySet } from './key-room'
import { setOnCard } from './key-sets'
import { announcesNational, firstCard } from './next-card'
import { inGroups, rootText } from './root-paper'

type Rebuild = Contract['keys']['rebuildRoot']

interface RebuiltRoot extends SignedAct {
  readonly root: SigningKey
}

export const rebuildRootQuestion: Ask<Rebuild> = ({ db }) => ({
  sentence: `主密钥文件和主密钥纸都丢失，重新建立主密钥：本单位换一套身份，40 位核对数字改变；与 ${String(confirmedPartners(db).length)} 个单位的往来都停在现在，要等对方凭新的登记表重新核对。`
})

/** The root that stands here, if the recovery key opens it. */
async function standingRoot(room: KeyRoom, recoveryKey: string): Promise<HeldRoot | null> {
  try {
    return room.hasRoot() ? heldRoot(await room.root(recoveryKey)) : null
  } catch (error) {
    // The recovery key was proven before: the file is damaged, or sleeps under another.
    if (error instanceof AppError && error.code === 'office.recovery_key_wrong') return null
    throw error
  }
}

/** @throws AppError `office.recovery_key_wrong`, `keys.root_stands` where nothing is lost */
async function signRebuilt(context: PrepareContext, room: KeyRoom, recoveryKey: string): Promise<RebuiltRoot> {
  const { db, office, clock } = context
  await room.prove(recoveryKey)
  const own = ownCard(db)
  const standing = await standingRoot(room, recoveryKey)
  if (standing && isRootOf(own, standing)) throw new AppError('keys.root_stands')
  if (standing && isAhead(db, standing))
    return { after: own.digest, cards: standing.line, finished: true, wrapped: null, root: standing.root }
  const held = room.device()
  const { keys, former, formerSm2 } = setOnCard(held, own)
  const root = generateSigningKey()
  const next: KeySet = {
    sign: generateSigningKey(),
    ...{ enc: await generateAgeIdentity(), archive: await generateAgeIdentity() },
    sm2: announcesNational(own) ? newSm2Keys(null) : null
  }
  const card = await firstCard({ device: held.device, keys: next }, office, chinaTime(clock), root)
  const device = { device: held.device, now: keys, next, former, formerSm2 }
  const wrapped = await room.wrap({ device, root: { root, line: [card] } }, recoveryKey)
  return { after: own.digest, cards: [card], finished: false, wrapped, root }
}

/** Files first, as with every act of the root: cut off between them and the commit, the next attempt takes the very same card into use. */
function takeRebuilt(context: CommandContext, room: KeyRoom, { after, cards, finished, wrapped, root }: RebuiltRoot): Output<Rebuild> {
  const { db, now, note, changed } = context
  const own = ownCard(db)
  if (own.digest !== after) throw new AppError('storage.busy')
  if (wrapped) room.keep(wrapped)
  endEveryEpoch(db, now)
  const links = beginIdentity(context, cards)
  const card = ownCard(db)
  note({ detail: { office: card.id, former: own.id, version: card.ver, finished, links } })
  changed('office', 'partners', 'slips', 'bundles')
  return { version: card.ver, finished, links, text: inGroups(rootText(root)), card: cardFacts(card) }
}

export const rebuildRoot = (roomOf: (context: CallContext) => KeyRoom) =>
  ({
    prepare: (context, { recoveryKey }) => signRebuilt(context, roomOf(context), recoveryKey),
    run: (context, _input, rebuilt) => takeRebuilt(context, roomOf(context), rebuilt)
  }) satisfies PreparedCommand<Rebuild, RebuiltRoot>
