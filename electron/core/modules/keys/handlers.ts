/** The contract's `keys` methods: what stands on the office's card, and the acts of its root. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract } from '@shared/contract'
import { KeyChange } from '@shared/contract/keys'
import { AppError } from '@shared/errors'
import { fingerprint } from '../../container'
import type { Ask, CallContext, CommandContext, Handlers, PreparedCommand } from '../../rpc'
import {
  allowedSigners,
  awaitedPartners,
  cardFacts,
  confirmedPartners,
  keyWarnings,
  nationalLinks,
  ownCard,
  ownCardList,
  ownCardsAbove,
  revokedKeys
} from '../partners'
import { heldCards, namesToHandOut } from '../proofs'
import { rootFrom, signNewKeys, signNewRoot, signSuite, takeIntoUse, type SignedAct } from './key-acts'
import type { KeyRoom, WrappedKeys } from './key-room'
import { isOnCard } from './key-sets'
import { announcesNational } from './next-card'
import { presentRoot } from './present-root'
import { rebuildRoot } from './rebuild-root'
import { proofPage } from './proof-page'
import { signDirectory } from './sign-directory'
import { inGroups, rootOfText, rootText } from './root-paper'

type Keys = Contract['keys']

const REASONS: Readonly<Record<KeyChange, string>> = {
  rotated: '定期更换',
  retired: '旧电脑停用',
  lost: '电脑或密钥丢失、可能被他人拿到'
}

const nextVersion = ({ db }: Parameters<Ask<Keys['change']>>[0]): string => String(ownCard(db).ver + 1)

export const changeQuestion: Ask<Keys['change']> = (context, { reason }) => ({
  sentence: `因“${REASONS[reason]}”更换本机的签名密钥和加密密钥，签发第 ${nextVersion(context)} 版密钥卡；与 ${String(confirmedPartners(context.db).length)} 个单位的往来重新编号，旧密钥作废。`
})

export const newRootQuestion: Ask<Keys['newRoot']> = (context) => ({
  sentence: `更换主密钥，由旧主密钥担保，签发第 ${nextVersion(context)} 版密钥卡；本单位的 40 位核对数字从此改变，原来的主密钥纸作废。`
})

export const rootPaperQuestion: Ask<Keys['rootPaper']> = () => ({
  sentence: '打印本单位的主密钥，封存备用；拿到这张纸的人可以冒用本单位签发密钥卡。'
})

export const rootFromPaperQuestion: Ask<Keys['rootFromPaper']> = () => ({ sentence: '凭封存的纸把主密钥恢复到这台电脑上。' })

/** What changes for whom stands in the sentence, for the second person decides on it alone. */
export const suiteQuestion: Ask<Keys['setSuite']> = (context, { on }) => {
  const version = nextVersion(context)
  const { offering, using } = nationalLinks(context.db)
  return {
    sentence: on
      ? `启用国密套件（SM2、SM3、SM4；未经检测认证），签发第 ${version} 版密钥卡；密钥卡上也有国密的往来单位（现有 ${String(offering)} 个）改用国密，其余照旧。`
      : `停用国密套件，签发第 ${version} 版密钥卡；正在用国密的 ${String(using)} 个往来单位改回通用算法，对方要由两个人同意以后才能继续往来。`
  }
}

type Handed = ReturnType<CommandContext['files']['give']>

function give({ places, files, newId }: Pick<CommandContext, 'places' | 'files' | 'newId'>, name: string, text: string): Handed {
  const path = join(places.spool, `${newId()}-${name}`)
  writeFileSync(path, text, { mode: 0o600 })
  return files.give(path, name)
}

/**
 * @param roomOf where the private keys of the caller's office lie
 * @param pageFile the built page with which proofs are checked
 */
export const createKeyHandlers = (roomOf: (context: CallContext) => KeyRoom, pageFile: string | null = null): Handlers<'keys'> => ({
  state: (context) => {
    const { db, keys, office } = context
    const card = ownCard(db)
    return {
      card: cardFacts(card),
      issued: card.issued,
      signedBy: fingerprint(keys.sign.publicKey),
      usable: isOnCard(card, keys),
      national: { on: announcesNational(card), ...nationalLinks(db) },
      hasRoot: roomOf(context).hasRoot(),
      revoked: card.revoked.map(({ key, since_ver, reason }) => ({ key, sinceVersion: since_ver, reason: KeyChange.parse(reason) })),
      cards: ownCardList(db),
      isBehind: office.isBehind === true,
      awaited: awaitedPartners(db).map(({ id, name, code, phone }) => ({ partnerId: id, name, code, phone }))
    }
  },
  warnings: ({ db, office, today, reference }) => ({ rows: keyWarnings(db, office.name, today, reference.keyLifeOn(today)) }),
  exportSigners: (context) => {
    const held = heldCards(context.db)
    context.note({ detail: { offices: held.length } })
    return {
      signers: give(context, 'allowed_signers.txt', allowedSigners(held.flatMap(([newest]) => newest ?? []))),
      revoked: give(context, 'revoked_keys.txt', revokedKeys(held.flat())),
      offices: held.length
    }
  },
  exportProofPage: (context) => {
    const { db, office, today, note } = context
    const names = namesToHandOut(db, office.name, today)
    note({ detail: { offices: names.offices.length } })
    return { page: give(context, '证明核验.html', proofPage(pageFile, names)), offices: names.offices.length }
  },
  change: {
    prepare: (context, { recoveryKey, reason }) => signNewKeys(context, roomOf(context), recoveryKey, reason),
    run: (context, _input, act) => takeIntoUse(context, roomOf(context), act)
  } satisfies PreparedCommand<Keys['change'], SignedAct>,
  newRoot: {
    prepare: (context, { recoveryKey }) => signNewRoot(context, roomOf(context), recoveryKey),
    run: (context, _input, act) => takeIntoUse(context, roomOf(context), act)
  } satisfies PreparedCommand<Keys['newRoot'], SignedAct>,
  setSuite: {
    prepare: (context, { on, recoveryKey }) => signSuite(context, roomOf(context), recoveryKey, on),
    run: (context, _input, act) => takeIntoUse(context, roomOf(context), act)
  } satisfies PreparedCommand<Keys['setSuite'], SignedAct>,
  rebuildRoot: rebuildRoot(roomOf),
  signDirectory: signDirectory(roomOf),
  rootPaper: {
    prepare: async (context, { recoveryKey }) => {
      const { root, card } = await presentRoot(context, roomOf(context), recoveryKey)
      return { text: inGroups(rootText(root)), card: cardFacts(card) }
    },
    run: ({ note }, _input, paper) => {
      note({ detail: { version: paper.card.version } })
      return paper
    }
  } satisfies PreparedCommand<Keys['rootPaper'], { text: string; card: ReturnType<typeof cardFacts> }>,
  rootFromPaper: {
    prepare: async (context, { text, recoveryKey }) => {
      const room = roomOf(context)
      const root = rootOfText(text)
      if (!root) throw new AppError('keys.paper_wrong')
      await room.prove(recoveryKey)
      const restored = rootFrom(ownCard(context.db), root, ownCardsAbove(context.db, 0))
      // A file that still opens remembers more than the paper does.
      const standing = room.hasRoot() ? await room.root(recoveryKey).catch(() => null) : null
      return room.wrap({ root: standing ?? restored }, recoveryKey)
    },
    run: (context, _input, wrapped) => {
      roomOf(context).keep(wrapped)
      context.note({ detail: { version: ownCard(context.db).ver } })
      context.changed('office')
      return { restored: true }
    }
  } satisfies PreparedCommand<Keys['rootFromPaper'], WrappedKeys>
})
