/** What must be true when the sticks have travelled undisturbed for a while, whatever happened before (exchange-format.md §7.2). */
import { holesIn, uncoveredBundles, wantsFor } from '../../electron/core/modules/exchange/protocol'
import { echoesWaiting, flagsOf } from '../../electron/core/modules/exchange/queries/recovery-queries'
import { ownEpoch } from '../../electron/core/modules/exchange/queries/own-stream-queries'
import { peerEpoch } from '../../electron/core/modules/exchange/queries/peer-queries'
import { newestCard, ownCard, partnerById } from '../../electron/core/modules/partners'
import { officeId } from './cards'
import { slipIds } from './content'
import type { Pc } from './pc'
import { partnerId } from './sim'
import { unsettled, type World } from './world'

const LISTED = 5

/** @returns one line for each kind of violation, with a few examples */
export function violations(world: World, healed: boolean): string[] {
  const found = new Map<string, string[]>()
  const fault = (rule: string, what: string): void => void found.set(rule, [...(found.get(rule) ?? []), what])
  if (!healed) fault('I6', 'something still travels after the last round')
  const held = new Map<Pc, Held>(world.offices.flat().map((pc) => [pc, heldBy(pc)]))
  slipsArrive(world, held, fault)
  nobodyIsDeceived(world, fault)
  for (const breach of world.watch.breaches) fault('I15', breach)
  for (const pc of world.offices.flat()) {
    onceEach(pc, fault)
    truthOnly(pc, fault)
    if (!pc.signing || ownCard(pc.db).ver !== world.signed[pc.office]) fault('I12', `office ${String(pc.office)} cannot sign`)
    for (const near of world.neighbours[pc.office] ?? []) linkIsQuiet(world, held, pc, near, fault)
  }
  return [...found].map(([rule, cases]) => `${rule}: ${String(cases.length)} × ${cases.slice(0, LISTED).join(' · ')}`)
}

type Fault = (rule: string, what: string) => void

interface Held {
  readonly written: ReadonlySet<string>
  readonly received: ReadonlySet<string>
}

function heldBy(pc: Pc): Held {
  const ids = (direction: string): Set<string> =>
    new Set(pc.db.all<{ id: string }>('SELECT lower(hex(record_id)) AS id FROM slip WHERE direction = ?', direction).map(({ id }) => id))
  return { written: ids('out'), received: ids('in') }
}

/** I1, I4, I9. */
function slipsArrive(world: World, held: ReadonlyMap<Pc, Held>, fault: Fault): void {
  for (const [id, { author, recipient }] of world.slips) {
    const authors = world.offices[author] ?? []
    const recipients = world.offices[recipient] ?? []
    const known = authors.filter((pc) => held.get(pc)?.written.has(id))
    const there = recipients.filter((pc) => held.get(pc)?.received.has(id))
    const end = `${id.slice(0, 6)} ${String(author)}→${String(recipient)}`
    if (known.length + there.length === 0) {
      if (!world.atRisk.has(id)) fault('I9', `lost without a rollback ${end}`)
      continue
    }
    if (there.length < recipients.length && !world.sim.returned.has(id)) fault('I1', end)
    if (there.length > 0 && known.length < authors.length && !world.sim.disowned.has(id)) fault('I4', end)
  }
}

/** I16: where another content than its author's is shown, people are told that there are two. */
function nobodyIsDeceived(world: World, fault: Fault): void {
  for (const [id, { author, recipient }] of world.slips) {
    const written = new Set((world.offices[author] ?? []).flatMap((pc) => shownAt(pc, id, 'out').map(({ content }) => content)))
    if (written.size === 0 || world.sim.returned.has(id)) continue
    for (const pc of world.offices[recipient] ?? [])
      for (const { content, conflict } of shownAt(pc, id, 'in'))
        if (!written.has(content) && conflict === 0) fault('I16', `${id.slice(0, 6)} ${String(author)}→${String(recipient)}`)
  }
}

const shownAt = (pc: Pc, id: string, direction: 'in' | 'out'): { content: string; conflict: number }[] =>
  pc.db.all(
    'SELECT r.content, s.conflict FROM slip s JOIN slip_record r ON r.seq = s.body_record WHERE s.record_id = ? AND s.direction = ?',
    Buffer.from(id, 'hex'),
    direction
  )

/** I2. */
function onceEach(pc: Pc, fault: Fault): void {
  const twice = pc.db.all("SELECT record_id FROM slip WHERE direction = 'in' GROUP BY record_id, partner_id HAVING count(*) > 1")
  const kept = pc.db.all('SELECT record_id FROM slip_record WHERE batch IS NOT NULL GROUP BY record_id, rev, digest HAVING count(*) > 1')
  if (twice.length + kept.length > 0) fault('I2', `office ${String(pc.office)}`)
}

/** I10: what partners say they processed is no more than was sent. */
function truthOnly(pc: Pc, fault: Fault): void {
  const more = pc.db.all(
    'SELECT b.id FROM receipt_in r JOIN bundle b ON b.id = r.about GROUP BY r.about, r.via HAVING sum(r.n) > b.slips OR sum(r.dup) > sum(r.n)'
  )
  if (more.length > 0) fault('I10', `office ${String(pc.office)}`)
}

/** I3, I5, I6, I8, and that nobody asks any more. */
function linkIsQuiet(world: World, held: ReadonlyMap<Pc, Held>, pc: Pc, near: number, fault: Fault): void {
  const { rules } = world.sim
  const partner = partnerId(near)
  const link = `${String(pc.office)}–${String(near)}`
  if (unsettled(pc, near, rules) > 0) fault('I6', `outbox ${link}`)
  if (wantsFor(pc.db, partner, rules).length + echoesWaiting(pc.db, partner).bundles > 0) fault('I11', `still asking ${link}`)
  for (const { epoch } of holesIn(pc.db, partner)) if (peerEpoch(pc.db, partner, epoch)?.closed_last === null) fault('I5', `hole ${link}`)
  coveredIsThere(world, held, pc, near, fault)
  if (newestCard(pc.db, officeId(near))?.ver !== world.signed[near]) fault('I13', `card unknown ${link}`)
  if (partnerById(pc.db, partner)?.trust !== 'confirmed') fault('I14', `false alarm ${link}`)
  for (const { epoch, seq } of branchesAt(pc, partner)) {
    const flagged = pc.db.value<number>(
      "SELECT 1 FROM bundle WHERE direction = 'in' AND epoch = ? AND seq = ? AND state = 'branch'",
      epoch,
      seq
    )
    if (flagged === undefined) fault('I8', `receiver ${link}`)
    for (const author of world.offices[near] ?? []) {
      const told = flagsOf(author.db, partnerId(pc.office)).some(({ code }) => code === 'own-restored')
      if (ownEpoch(author.db, epoch)?.closed_last == null || !told) fault('I8', `author ${link}`)
    }
  }
}

function coveredIsThere(world: World, held: ReadonlyMap<Pc, Held>, pc: Pc, near: number, fault: Fault): void {
  const open = new Set(uncoveredBundles(pc.db, partnerId(near), world.sim.rules).map(({ id }) => id))
  const sealed = pc.db.all<{ id: string }>(
    "SELECT id FROM bundle WHERE direction = 'out' AND partner_id = ? AND state <> 'given-up'",
    partnerId(near)
  )
  for (const { id } of sealed) {
    if (open.has(id)) continue
    for (const slip of slipIds(world.sim.contents.get(id)?.lines ?? []))
      for (const there of world.offices[near] ?? [])
        if (held.get(there)?.received.has(slip) !== true) fault('I3', `${slip.slice(0, 6)} ${String(pc.office)}→${String(near)}`)
  }
}

const branchesAt = (pc: Pc, partner: string): { epoch: string; seq: number }[] =>
  pc.db.all("SELECT epoch, seq FROM bundle WHERE direction = 'in' AND partner_id = ? GROUP BY epoch, seq HAVING count(*) > 1", partner)
