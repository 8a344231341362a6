/** Whoever holds the keys and the database of a lost PC: he goes on as that office, and lies, until nobody listens to him any more (exchange.md §4.4). */
import { BundleFault, formatKeyLine, readCard, signSshsig, type KeyCard } from '../../electron/core/container'
import { generateSigningKey } from '../../electron/core/crypto'
import { beginAnew, lastEnvelope } from '../../electron/core/modules/exchange/protocol'
import { newestCard, ownCard } from '../../electron/core/modules/partners'
import { cardOf, officeId, signerOf } from './cards'
import { natureOf } from './nature'
import { contentId, signHeader, type SimFile } from './paper'
import { Pc } from './pc'
import { partnerId, type Sim } from './sim'

/** Dice of his own: his being there changes nobody else's luck. */
export interface Dice {
  readonly chance: (probability: number) => boolean
  readonly upTo: (below: number) => number
}

export interface Thief {
  /** The office he was in. */
  readonly office: number
  /** Version of the card whose key he holds, and its fingerprint. */
  readonly ver: number
  readonly key: string
  readonly pc: Pc
  /** Number of the last bundle the office had sealed. */
  readonly last: number
  /** All he ever wrote. */
  readonly files: SimFile[]
  /** Content ids of what he sealed himself; the office's own bundles he carries as they are. */
  readonly made: Set<string>
}

const CALM = { powerCut: 0, unreadable: 0, wildClocks: 0 }

export function breakIn(victim: Pc, sim: Sim, seed: number): Thief {
  const counts = { slips: 0, bundles: 0, echoes: 0, files: 0, refused: 0 }
  const own: Sim = {
    ...sim,
    nature: natureOf(seed, CALM),
    unreadable: new Set(),
    disowned: new Set(),
    returned: new Set(),
    onTaking: () => undefined,
    counts
  }
  const pc = new Pc(victim.office, [], own, victim.sim_db.image())
  pc.keys = victim.keys
  const card = ownCard(pc.db)
  return {
    office: victim.office,
    ver: card.ver,
    key: signerOf(card),
    pc,
    last: pc.db.value<number>('SELECT max(number) FROM bundle') ?? 0,
    files: [],
    made: new Set()
  }
}

export interface Chance {
  /** Sticks he may have had in his hands. */
  readonly flying: readonly SimFile[]
  /** Whether a card without his key lies on the office's sticks already. */
  readonly isNoticed: boolean
}

/** What he brings to one neighbour this time. */
export function mischief(
  { pc, office, ver, key, last, files: all, made }: Thief,
  near: number,
  { flying, isNoticed }: Chance,
  dice: Dice
): SimFile[] {
  const caught = flying[dice.upTo(Math.max(1, flying.length))]
  if (caught?.to === office && caught.from !== office && dice.chance(0.5)) pc.take({ ...caught, harmed: false })
  if (dice.chance(0.1)) pc.sim_db.transaction(() => beginAnew(pc.db, lastEnvelope(pc.db), 0, pc.at().now))
  const slip = pc.createSlip(near)
  const files = pc.writeStick(near).map((file) => (dice.chance(0.5) ? lying(file, dice) : file))
  const [status] = files
  if (status && dice.chance(0.5)) files.push(forged(pc, near, { ...status, signedBy: key }, slip, dice))
  const dressed = files.map((file) => ({
    ...file,
    stolen: true,
    card: isNoticed && dice.chance(0.3) ? cardOf(office, ver + 1) : file.card
  }))
  all.push(...dressed)
  for (const { data } of dressed)
    if (data && !pc.db.one('SELECT 1 FROM bundle WHERE id = ? AND number <= ?', data.id, last)) made.add(data.id)
  // He may bring again what he brought long ago.
  const old = all[dice.upTo(all.length)]
  return old && dice.chance(0.3) ? [...dressed, old] : dressed
}

/** He says that he holds what he never saw, or nothing; that streams end which go on; that bundles are bad or gone; and asks for everything. */
function lying(file: SimFile, { chance, upTo }: Dice): SimFile {
  const { state } = file
  const said = { ...state, no: state.no + (chance(0.3) ? 1_000_000_000 : upTo(20)) }
  const lies: Partial<SimFile['state']>[] = [
    { ack: [] },
    { closed: [...state.closed, { epoch: state.epoch, last: 0, head: null }] },
    { bad: state.ack.flatMap(({ epoch, head }) => (head === null ? [] : [[epoch, head, chance(0.5) ? 'E_LINE' : 'E_DIGEST'] as const])) },
    { gone: state.want.flatMap((entry) => ('ids' in entry ? entry.ids : [])) },
    { want: state.ack.map(({ epoch }) => ({ epoch: chance(0.5) ? epoch : state.epoch, after: 0 })) },
    { last: state.last + 3, head: contentId(['never written']) }
  ]
  return { ...file, state: { ...said, ...lies[upTo(lies.length)] }, toCard: chance(0.3) ? 1_000 : file.toCard }
}

/** A bundle that fills a place of the stream, or goes on behind its end, wherever that may be by now. */
function forged(pc: Pc, near: number, status: SimFile, slip: string, { chance, upTo }: Dice): SimFile {
  const places = pc.db.all<{ epoch: string; id: string; seq: number }>(
    "SELECT epoch, id, seq FROM bundle WHERE direction = 'out' AND partner_id = ? ORDER BY number",
    partnerId(near)
  )
  const place = places[upTo(places.length)] ?? { epoch: status.state.epoch, id: contentId([slip]), seq: 0 }
  const seq = Math.max(1, place.seq + upTo(3) - 1)
  const before = places.find((other) => other.epoch === place.epoch && other.seq === seq - 1)?.id
  const prev = seq === 1 ? null : chance(0.5) && before !== undefined ? before : contentId([place.id])
  const stream = { epoch: place.epoch, seq, prev }
  const line = otherWords(pc, near, Number.parseInt(slip.slice(0, 7), 16)) ?? slipLine(pc, slip)
  const { hex } = pc.sim.nature
  const core = {
    ...{ t: 'core', from: officeId(pc.office), to: officeId(near), ...stream, made: '2026-03-05T09:00:00+08:00', schema: 'slip/1' },
    ...{ salt: hex(64), n: { slip: 1, receipt: 0, echo: 0, blob: 0 } }
  }
  const lines = [JSON.stringify(core), line]
  const id = contentId(lines)
  const data = { id, stream, lines, signed: signHeader(pc.office, near, { id, stream }, status.signedBy) }
  pc.sim.contents.set(id, data)
  return { ...status, data }
}

const slipLine = (pc: Pc, slip: string): string =>
  pc.db.value<string>('SELECT content FROM slip_record WHERE record_id = ?', Buffer.from(slip, 'hex')) ?? ''

/**
 * Every other time a slip of the office under its own id, saying something else; undefined where it never wrote to that neighbour.
 * @param lot drawn with his slip, so that this lie changes no throw of the dice
 */
function otherWords(pc: Pc, near: number, lot: number): string | undefined {
  const lines = pc.db.all<{ content: string }>(
    `SELECT r.content FROM slip s JOIN slip_record r ON r.seq = s.body_record WHERE s.direction = 'out' AND s.partner_id = ? ORDER BY s.seq`,
    partnerId(near)
  )
  return lot % 2 === 0 ? lines[(lot >> 1) % lines.length]?.content.replace('测试甲', '测试乙') : undefined
}

/** A card that names a key of his own, signed by all he has. @throws BundleFault, always: only the root signs cards */
function forgeCard({ pc }: Thief): KeyCard {
  const { bytes, ver, digest } = ownCard(pc.db)
  const mine = generateSigningKey()
  const sign = [{ key: formatKeyLine(mine.publicKey), dev: 1, from_ver: ver + 1 }]
  const plain = JSON.parse(Buffer.from(bytes).toString()) as object
  const octets = Buffer.from(JSON.stringify({ ...plain, ver: ver + 1, prev: digest, sign }))
  return readCard(octets, signSshsig('jhb-card@v1', octets, mine))
}

/** Sees to it that nothing a thief wrote takes effect where his key is known to be lost, unless something taken in before names it (I15). */
export class Watch {
  readonly thieves: Thief[] = []
  readonly breaches: string[] = []
  #taken = 0

  join(thief: Thief): void {
    this.thieves.push(thief)
    try {
      forgeCard(thief)
      this.breaches.push('a card without the root')
    } catch (error) {
      if (!(error instanceof BundleFault)) throw error
    }
  }

  readonly onTaking: NonNullable<Sim['onTaking']> = ({ db, office, file: { from, data, signedBy }, card }) => {
    this.#taken += 1
    const thief = this.thieves.find(({ made, key }) => key === signedBy && made.has(data?.id ?? ''))
    if (!data || !thief || card === null || !isLostOn(card, thief)) return
    const named = db.value<number>("SELECT 1 FROM bundle WHERE direction = 'in' AND epoch = ? AND prev = ?", data.stream.epoch, data.id)
    if (named === undefined) this.breaches.push(`taken at ${String(office)} from ${String(from)}: ${data.id.slice(0, 14)}`)
  }

  /** What he says himself is heard by nobody who is warned. @param take lets the PC take the file @returns what it returns */
  over(pc: Pc, file: SimFile, take: () => boolean): boolean {
    const thief = file.stolen === true ? this.thieves.find(({ key }) => key === file.signedBy) : undefined
    const isOfOffice = file.data !== null && thief?.made.has(file.data.id) === false
    if (!thief || isOfOffice || !knowsOf(pc, thief)) return take()
    const [changes, before] = [pc.sim_db.changes(), this.#taken]
    const taken = take()
    if (this.#taken === before && pc.sim_db.changes() !== changes)
      this.breaches.push(`heard at ${String(pc.office)} from ${String(file.from)}`)
    return taken
  }
}

const isLostOn = ({ revoked }: KeyCard, thief: Thief): boolean => revoked.some(({ key, reason }) => key === thief.key && reason === 'lost')

/** Whether a PC was told that this key is in other hands. */
function knowsOf({ db, office }: Pc, thief: Thief): boolean {
  const card = office === thief.office ? ownCard(db) : newestCard(db, officeId(thief.office))
  return card !== undefined && isLostOn(card, thief)
}
