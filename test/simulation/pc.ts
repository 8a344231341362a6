/** One PC of a made-up office: it writes slips, seals and carries, reads and imports, through the real protocol and the real slips on a database in memory. */
import type { Day } from '../../shared/domain'
import {
  cardKnownTo,
  carryPlan,
  disownEcho,
  endEveryEpoch,
  ensureEpoch,
  envelopeState,
  hearEnvelope,
  mustBeLookedAt,
  nextEchoes,
  nextLoad,
  noteOwnFile,
  receiveBundle,
  recoverOwnBundle,
  refuseBundle,
  slipLinesOf,
  slipsBoundTo,
  takeSealed,
  takeSealedAgain,
  type Moment,
  type PackedBundle
} from '../../electron/core/modules/exchange/protocol'
import {
  givenUpTwice,
  noteReturned,
  setCarriedBundle,
  streamEnd,
  takeStateNumbers,
  toSealAgain
} from '../../electron/core/modules/exchange/queries/own-stream-queries'
import { highestHeld, isHeld } from '../../electron/core/modules/exchange/queries/peer-queries'
import { isKnownOwn, raiseFlag } from '../../electron/core/modules/exchange/queries/recovery-queries'
import type { KeyCard } from '../../electron/core/container'
import {
  installCards,
  installOwnCard,
  newestCard,
  ownCard,
  ownCardsAbove,
  raiseAlarm,
  takeOwnCard
} from '../../electron/core/modules/partners'
import { dropAllStages, markCarried, mergeStage, noteRefused, openStage, type Merged } from '../../electron/core/modules/slips'
import { silentLog } from '../../electron/core/platform'
import { openSimDb, type SimDb } from './blank-office'
import { cardOf, officeId, signerOf } from './cards'
import { cardAfter, judgeFile, type Heard, type Verified } from './judge'
import { queueSignedSlip } from './new-slip'
import { contentId, cutForData, echoLine, readSigned, signHeader, type DataPart, type SimFile } from './paper'
import { partnerId, type Sim } from './sim'
import { newOnly, slipIds, sorted, type Echo } from './content'

const TODAY = '2026-03-05' as Day // a real one

const NOTHING: Merged = { fresh: 0, duplicates: 0, conflicts: [], kinds: new Map() }

export class Pc {
  readonly office: number
  readonly sim: Sim
  sim_db: SimDb
  backups: Buffer[] = []
  /** Versions of the cards whose signing keys lie in this PC's key file: the present ones and those before. */
  keys: readonly number[] = [1]
  /** Files that wait for cards, or for the chain that vouches for them. */
  #waiting: SimFile[] = []

  constructor(office: number, neighbours: readonly number[], sim: Sim, image?: Buffer) {
    this.office = office
    this.sim = sim
    this.sim_db = openSimDb(image)
    if (image) return
    installOwnCard(this.db, cardOf(office, 1), '')
    for (const other of neighbours) {
      this.db.run(
        `INSERT INTO partner(id, name, code, phone, office_id, trust, suites, practice, created_at) VALUES (?, ?, '610802-00', '', ?, 'confirmed', '["A1"]', 1, '')`,
        partnerId(other),
        `模拟单位${String(other)}`,
        officeId(other)
      )
      installCards(this.db, { kind: 'install', cards: [cardOf(other, 1)] }, '')
    }
  }

  get db(): SimDb['db'] {
    return this.sim_db.db
  }

  at(): Moment {
    const { nature, rules } = this.sim
    return { now: nature.time(this.office), drawEpoch: () => nature.hex(32), rules }
  }

  /** The card whose key this PC holds; null when it may sign nothing. */
  get signing(): KeyCard | null {
    const own = ownCard(this.db)
    return this.keys.includes(own.ver) ? own : null
  }

  /** Cards that the root signed earlier. */
  takeCards(from: number, to: number): void {
    const { now } = this.at()
    this.sim_db.transaction(() => {
      for (let ver = from; ver <= to; ver++) installOwnCard(this.db, cardOf(this.office, ver), now)
      endEveryEpoch(this.db, now)
    })
  }

  /** The root signs a card for new keys of this PC, and every stream ends. */
  takeNewCard(ver: number): void {
    this.keys = [ver - 1, ver]
    this.takeCards(ver, ver)
  }

  replaceBy(image: Buffer): void {
    this.#waiting = []
    this.sim_db.close()
    this.sim_db = openSimDb(image)
  }

  /** A signed slip in the queue. @returns its record id */
  createSlip(to: number): string {
    const { nature, counts } = this.sim
    const id = nature.hex(32)
    counts.slips += 1
    this.sim_db.transaction(() => queueSignedSlip(this.db, { id, author: officeId(this.office), partner: partnerId(to) }))
    return id
  }

  // — sealing and carrying —

  /** All files of one trip to a partner. A power cut may come between any two steps; what was sealed until then stays sealed. */
  writeStick(to: number): SimFile[] {
    const partner = partnerId(to)
    if (!this.signing) return []
    this.#sealAgain(to)
    for (
      let load = nextLoad(this.db, partner, this.sim.rules);
      load.records.length + load.receipts.length > 0;
      load = nextLoad(this.db, partner, this.sim.rules)
    ) {
      const slips = load.records.map(({ recordId, rev, kind, ref, body }) =>
        JSON.stringify({ t: 'slip', id: recordId, rev, kind, ref, author: officeId(this.office), body })
      )
      this.#seal(
        to,
        [...slips, ...load.receipts.map(({ line }) => line)],
        { slip: slips.length, receipt: load.receipts.length, echo: 0 },
        (packed, now) => takeSealed(this.db, partner, packed, { ...load, echoes: [] }, now)
      )
    }
    this.#sealEchoes(to)
    return this.#carry(to)
  }

  #seal(
    to: number,
    lines: readonly string[],
    n: Readonly<Record<'slip' | 'receipt' | 'echo', number>>,
    take: (packed: PackedBundle, now: string) => boolean
  ): void {
    const { nature, contents, counts, unreadable } = this.sim
    const at = this.at()
    const epoch = this.sim_db.transaction(() => ensureEpoch(this.db, partnerId(to), at))
    const end = streamEnd(this.db, epoch)
    const stream = { epoch, seq: end.last + 1, prev: end.head }
    const core = {
      t: 'core',
      from: officeId(this.office),
      to: officeId(to),
      ...stream,
      made: '2026-03-05T09:00:00+08:00',
      schema: 'slip/1',
      salt: nature.hex(64),
      n: { ...n, blob: 0 }
    }
    const all = [JSON.stringify(core), ...lines]
    const id = contentId(all)
    const bytes = all.reduce((sum, line) => sum + line.length + 1, 0)
    nature.powerMayFail()
    this.sim_db.transaction(() => {
      take({ id, contentBytes: bytes, gzipBytes: Math.ceil(bytes / 5), archive: id, log: undefined, epoch, end }, at.now)
      nature.powerMayFail()
    })
    contents.set(id, { id, stream, lines: all, signed: signHeader(this.office, to, { id, stream }, signerOf(ownCard(this.db))) })
    counts.bundles += 1
    if (nature.isUnreadable()) unreadable.add(id)
  }

  #sealAgain(to: number): void {
    const { contents, returned } = this.sim
    for (const bundle of toSealAgain(this.db, partnerId(to))) {
      const lines = (contents.get(bundle.id)?.lines ?? []).filter(
        (line) => line.startsWith('{"t":"slip"') || line.startsWith('{"t":"receipt"')
      )
      const receipts = lines.filter((line) => line.startsWith('{"t":"receipt"')).length
      this.#seal(to, lines, { slip: lines.length - receipts, receipt: receipts, echo: 0 }, (packed, now) =>
        takeSealedAgain(this.db, partnerId(to), packed, bundle, now)
      )
    }
    for (const bundle of givenUpTwice(this.db, partnerId(to)))
      this.sim_db.transaction(() => {
        const ids = slipIds(contents.get(bundle.id)?.lines ?? [])
        for (const id of ids) returned.add(id)
        noteRefused(
          this.db,
          slipsBoundTo(bundle),
          ids.map((id) => [id, 'E_CONTENT', ''] as const),
          ''
        )
        noteReturned(this.db, bundle.id, ids.length)
      })
  }

  #sealEchoes(to: number): void {
    const { contents, rules, counts } = this.sim
    let budget = rules.echoBytes
    const load: { number: number; lines: string[] }[] = []
    for (const { number, id, content_bytes: bytes } of nextEchoes(this.db, partnerId(to))) {
      const original = contents.get(id)
      if (!original || (budget < bytes && load.length > 0)) break
      budget -= bytes
      load.push({ number, lines: [echoLine(id, original.signed, original.lines.length), ...original.lines] })
    }
    if (load.length === 0) return
    counts.echoes += load.length
    this.#seal(
      to,
      load.flatMap(({ lines }) => lines),
      { slip: 0, receipt: 0, echo: load.length },
      (packed, now) => takeSealed(this.db, partnerId(to), packed, { records: [], receipts: [], echoes: load }, now)
    )
  }

  #carry(to: number): SimFile[] {
    const { contents, rules, counts } = this.sim
    const partner = partnerId(to)
    const at = this.at()
    const plan = carryPlan(this.db, partner, rules)
    const { epoch, first } = this.sim_db.transaction(() => ({
      epoch: ensureEpoch(this.db, partner, at),
      first: takeStateNumbers(this.db, plan.bundles.length + 1)
    }))
    const state = envelopeState(this.db, partner, epoch, 1, rules)
    const cut = cutForData(state)
    const card = ownCard(this.db)
    const base = {
      ...{ from: this.office, to, sealed: at.now, harmed: false, card, signedBy: signerOf(card) },
      toCard: newestCard(this.db, officeId(to))?.ver ?? 0,
      beside: ownCardsAbove(this.db, cardKnownTo(this.db, partner))
    }
    const files = plan.bundles.flatMap(({ id }, index): SimFile[] => {
      const data = contents.get(id)
      return data ? [{ ...base, data, state: { ...cut, no: first + index } }] : []
    })
    this.sim_db.transaction(() => {
      for (const bundle of plan.bundles) {
        setCarriedBundle(this.db, bundle.id, bundle.gzip_bytes, at.now)
        markCarried(this.db, slipsBoundTo(bundle), at.now)
      }
    })
    if (plan.status) files.push({ ...base, data: null, state: { ...state, no: first + plan.bundles.length } })
    counts.files += files.length
    return files
  }

  // — reading —

  /** @returns whether the file was for this PC and good */
  take(file: SimFile): boolean {
    const { counts } = this.sim
    if (file.harmed || (file.to !== this.office && file.from !== this.office)) {
      counts.refused += 1
      return false
    }
    try {
      if (file.from === this.office) this.#takeOwn(file)
      else if (!this.#takePartners(file)) return false
      this.#tryWaiting()
    } catch (error) {
      this.sim_db.transaction(() => dropAllStages(this.db))
      throw error
    }
    return true
  }

  /** What waited for a card or a chain may follow now, and each one taken in may free the next. */
  #tryWaiting(): void {
    for (let more = true; more;) {
      more = false
      for (const file of this.#waiting) {
        if (judgeFile(this.db, file, this.sim.trustsLost) === 'waits') continue
        this.#takePartners(file)
        this.#waiting = this.#waiting.filter((other) => other !== file)
        more = true
      }
    }
  }

  /** A file of this office that came back (S3). */
  #takeOwn({ to, state, data, beside, signedBy }: SimFile): void {
    const at = this.at()
    this.sim_db.transaction(() => {
      for (const card of beside) takeOwnCard(this.db, card, beside, at.now)
      // As `readOwnEnvelope` has it: a thief's words are not ours.
      if (ownCard(this.db).revoked.some(({ key, reason }) => key === signedBy && reason === 'lost')) return
      const known = data === null || isKnownOwn(this.db, data.id)
      noteOwnFile(this.db, partnerId(to), { epoch: data?.stream.epoch ?? state.epoch, no: state.no, isKnown: known }, at)
      if (data && !known)
        recoverOwnBundle(this.db, partnerId(to), { ...data, slipLines: slipLinesOf(data.lines) }, this.#recovering(at), at)
    })
  }

  /** @returns false when it was refused and nothing changed */
  #takePartners(file: SimFile): boolean {
    const judged = judgeFile(this.db, file, this.sim.trustsLost)
    const partner = partnerId(file.from)
    if (judged === 'refused') return false
    if (judged === 'waits') {
      if (!this.#waiting.includes(file)) this.#waiting.push(file)
    } else if (judged === 'alarm') this.sim_db.transaction(() => raiseAlarm(this.db, partner, this.at().now))
    else this.#takeVerified(file, judged)
    return true
  }

  #takeVerified(file: SimFile, { decision, isLost }: Verified): void {
    const { from, state, sealed, data, toCard, signedBy } = file
    const { rules, unreadable } = this.sim
    const partner = partnerId(from)
    const at = this.at()
    // After a loss a thief can still sign: what the envelope says counts for nothing.
    const envelope = isLost ? null : { state, toCard, sealed, signedBy }
    if (!data || isHeld(this.db, data.id)) {
      this.sim_db.transaction(() => {
        installCards(this.db, decision, at.now)
        if (envelope) hearEnvelope(this.db, partner, envelope, at)
      })
      return
    }
    if (unreadable.has(data.id) || (!rules.takeBranches && this.#isBranch(data))) {
      const code = unreadable.has(data.id) ? 'E_LINE' : 'E_DIGEST'
      this.sim_db.transaction(() => refuseBundle(this.db, partner, { id: data.id, epoch: data.stream.epoch }, code, at.now))
      return
    }
    if (mustBeLookedAt(this.db, partner, data.stream, highestHeld(this.db, data.stream.epoch), rules)) return
    this.sim.onTaking?.({ db: this.db, office: this.office, file, card: cardAfter(this.db, from, decision) })
    this.#import(partner, from, data, { envelope, sealed, signedBy, decision }, at)
  }

  #isBranch({ stream: { epoch, seq }, id }: DataPart): boolean {
    return (
      this.db.value<number>("SELECT 1 FROM bundle WHERE direction = 'in' AND epoch = ? AND seq = ? AND id <> ?", epoch, seq, id) !==
      undefined
    )
  }

  #import(partner: string, from: number, data: DataPart, { envelope, sealed, signedBy, decision }: Heard, at: Moment): void {
    const { nature } = this.sim
    const { slips, receipts, echoes } = this.sim.firstStands ? newOnly(this.db, partner, sorted(data.lines)) : sorted(data.lines)
    const stage = openStage(
      { ...nature.trade, today: TODAY, now: at.now },
      { stageId: nature.hex(32), partnerId: partner, senderOfficeId: officeId(from) }
    )
    if (slips.length > 0) this.sim_db.transaction(() => stage.add(this.db, slips))
    nature.powerMayFail()
    this.sim_db.transaction(() => {
      installCards(this.db, decision, at.now)
      const opened = {
        ...{ id: data.id, stream: data.stream, envelope, sealed, signedBy, contentBytes: 1, bytes: 1, archive: data.id, log: undefined },
        slips: slips.length,
        rejected: [],
        receipts,
        receivedAt: '2026-03-05T09:00:00+08:00'
      }
      receiveBundle(this.db, partner, opened, () => (slips.length > 0 ? mergeStage(this.db, stage, data.id) : NOTHING), at, silentLog)
      for (const echo of echoes) this.#takeEcho(partner, from, echo, at)
      nature.powerMayFail()
    })
  }

  #takeEcho(partner: string, from: number, echo: Echo, at: Moment): void {
    const own = readSigned(this.office, echo.signed)
    if (own?.to !== from || own.id !== echo.id || contentId(echo.lines) !== echo.id) {
      raiseFlag(this.db, partner, 'false-echo', at.now)
      return
    }
    if (ownCard(this.db).revoked.some(({ key, reason }) => key === own.key && reason === 'lost')) {
      disownEcho(this.db, partner, { id: echo.id, stream: own.stream }, at)
      for (const id of slipIds(echo.lines)) this.sim.disowned.add(id)
      return
    }
    recoverOwnBundle(this.db, partner, { id: echo.id, stream: own.stream, slipLines: slipLinesOf(echo.lines) }, this.#recovering(at), at)
  }

  #recovering(at: Moment) {
    return { today: TODAY, now: at.now, newId: () => this.sim.nature.hex(32) }
  }
}
