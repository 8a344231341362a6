/** What befalls an office beside the acts on one slip: files merged and parted, many slips done at once and undone, letters, and an older backup put back. */
import { duplicateHandlers } from '../../../electron/core/modules/duplicates'
import { numbersGiven, recoverRecord, skipNumbers, slipHandlers, takeForGone } from '../../../electron/core/modules/slips'
import type { Draw } from './acts'
import type { MemoryOffice } from './memory-office'

type Handler = (context: unknown, input: unknown) => unknown
const run = (office: MemoryOffice, handler: unknown, input: unknown): unknown =>
  office.transaction(() => (handler as Handler)(office.context(), input))

/** What may be taken back or put back later. */
export interface Kept {
  /** Acts on many slips, the latest last. */
  readonly batches: string[]
  /** Merges that stand. */
  readonly merges: string[]
  /** The office as it stood at some time. */
  image: Buffer | null
  /** An older backup was put back: what left since comes home with the echo. */
  wentBack: boolean
}
export const nothingKept = (): Kept => ({ batches: [], merges: [], image: null, wentBack: false })

const owners = ({ db }: MemoryOffice): Map<number, string | null> =>
  new Map(db.all<{ seq: number; person_id: string | null }>('SELECT seq, person_id FROM slip').map((row) => [row.seq, row.person_id]))

/** @returns slips that changed their file although nobody moved them */
function moved(office: MemoryOffice, before: ReadonlyMap<number, string | null>, may: ReadonlySet<string | null> = new Set()): string[] {
  const after = owners(office)
  return [...before]
    .filter(([seq, owner]) => after.get(seq) !== owner && !may.has(after.get(seq) ?? null))
    .map(([seq]) => `${office.code}: slip ${String(seq)} changed its file by a merge`)
}

interface FileFacts {
  readonly id: string
  readonly revision: number
}
const living = ({ db, persons }: MemoryOffice): FileFacts[] =>
  db.all<FileFacts>(
    'SELECT id, revision FROM person WHERE id IN (SELECT value FROM json_each(?)) AND merged_into IS NULL',
    JSON.stringify(persons)
  )

/** @returns faults */
export function merge(office: MemoryOffice, draw: Draw, kept: Kept): string[] {
  const files = living(office)
  const [survivor, merged] = [draw.one(files), draw.one(files)]
  // Most stay, else there would soon be nobody left to ask about.
  if (survivor.id === merged.id || files.length < 6) return []
  const before = owners(office)
  const input = { survivor: survivor.id, survivorRevision: survivor.revision, merged: merged.id, mergedRevision: merged.revision }
  const { act } = run(office, duplicateHandlers.merge, { ...input, taken: [], why: '测试' }) as { act: string }
  kept.merges.push(act)
  return moved(office, before)
}

/** Taken back; some of what was written meanwhile goes to the other file. @returns faults */
export function part(office: MemoryOffice, draw: Draw, kept: Kept): string[] {
  const [act] = kept.merges.splice(draw.below(kept.merges.length), 1)
  if (act === undefined) return []
  const before = owners(office)
  const { merged } = run(office, duplicateHandlers.unmerge, { act, move: [] }) as { merged: string }
  const faults = moved(office, before)
  const { rows } = run(office, slipHandlers.writtenAfterMerge, { act }) as { rows: readonly { readonly id: string }[] }
  const ids = rows.map(({ id }) => id).filter(() => draw.chance(0.5))
  if (ids.length === 0) return faults
  run(office, slipHandlers.moveAfterMerge, { act, ids: ids.slice(0, 200) })
  return [...faults, ...moved(office, before, new Set([merged]))]
}

const MANY: Readonly<Record<'submit' | 'close' | 'pairSure', string>> = {
  submit: "direction = 'out' AND status = 'draft' AND kind NOT IN ('FK', 'QR', 'TH')",
  close: "direction = 'in' AND kind = 'TB-LD' AND status IN ('to_assign', 'pairing')",
  pairSure: "direction = 'in' AND status = 'to_assign' AND kind IN ('CX', 'XC')"
}

/** @returns what was done to many, null where there was nothing to do it to */
export function many(office: MemoryOffice, draw: Draw, kept: Kept): string | null {
  const what = draw.one(['submit', 'close', 'pairSure'] as const)
  const ids = office.db.all<{ id: string }>(`SELECT id FROM slip WHERE ${MANY[what]} ORDER BY seq DESC LIMIT 8`).map(({ id }) => id)
  if (ids.length === 0) return null
  const { act } = run(office, slipHandlers[what], { ids, note: null }) as { act: string | null }
  if (act !== null) kept.batches.push(act)
  return `${what} many`
}

export function undo(office: MemoryOffice, draw: Draw, kept: Kept): boolean {
  const from = Math.max(0, kept.batches.length - 6)
  const [act] = kept.batches.splice(from + draw.below(kept.batches.length - from), 1)
  if (act === undefined) return false
  run(office, slipHandlers.undoBatch, { acts: [act] })
  return true
}

/** A question that an office without the program wrote by hand. */
export function letter(office: MemoryOffice, draw: Draw, partnerId: string): void {
  const { today } = office.context()
  const kind = draw.one(['XC', 'CX'] as const)
  const person = {
    name: '王小明',
    sex: '1',
    birthDate: '1970-01-01',
    idNo: null,
    hukouCode: '141124',
    hukouText: null,
    residenceCode: null
  }
  run(office, slipHandlers.takeRequest, {
    ...{ partnerId, kind, way: draw.one(['paper', 'phone']), number: '', issuedOn: today, receivedOn: today, dueOn: null, urgency: null },
    ...{ post: '流动人口管理岗', person, items: kind === 'XC' ? ['marital_status', 'identity'] : ['on_file'], reason: '测试' },
    ...{ purpose: 'identity', legalBasis: 'order_555', consentRef: null }
  })
}

export function backUp(office: MemoryOffice, kept: Kept): void {
  kept.image = office.image()
}

/** As the house does it: the numbers given since are left out. */
export function putBack(office: MemoryOffice, kept: Kept): boolean {
  if (kept.image === null) return false
  const given = numbersGiven(office.db)
  office.putBack(kept.image)
  office.transaction(() => {
    skipNumbers(office.db, given, [], 0)
    takeForGone(office.db)
  })
  office.moves()
  kept.batches.length = 0
  kept.merges.length = 0
  kept.wentBack = true
  return true
}

/** What a partner holds under this office's seal comes back with his stick. */
export function echo(office: MemoryOffice, partnerId: string, lines: readonly string[]): void {
  office.transaction(() => {
    for (const line of lines) recoverRecord(office.db, partnerId, line, office.context())
  })
  office.moves()
}
