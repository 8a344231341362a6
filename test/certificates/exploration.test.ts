/** Why: whatever two clerks, a jammed printer and copies of older days do, no number stands on two papers and no paper is claimed that nobody saw. */
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { certificateLifecycle, copyAfter } from '../../shared/domain'
import { separations } from '../../shared/contract'
import { explore, type Course } from './explored'

const seed = Number(process.env['EXPLORE_SEED'] ?? 1)
const counties = Number(process.env['EXPLORE_COUNTIES'] ?? 12)

describe('the ledger explored', () => {
  it(`${String(counties)} counties, seven hundred steps each › numbers are unique for ever, gaps explained, paper told`, async () => {
    const done = new Map<string, number>()
    for (let at = seed; at < seed + counties; at++) {
      const explored = explore({ seed: at, steps: 700 })
      expect(explored.faults, `seed ${String(at)}`).toEqual([])
      for (const [name, count] of explored.done) done.set(name, (done.get(name) ?? 0) + count)
      // Copies of a database are given back to the system between turns of the loop.
      await setImmediate()
    }
    console.info(`seed ${String(seed)}`, Object.fromEntries(done))
    const needed = [
      'sign',
      'void',
      'issue',
      'replace',
      'reprint',
      'tell',
      'spoil',
      'stop',
      'returnBlock',
      'booklet',
      'by_hand',
      'by_program',
      'blind'
    ]
    for (const name of needed) expect(done.get(name) ?? 0, name).toBeGreaterThan(5)
  }, 600_000)
})

/** @returns the first faults that some seed shows */
function firstFaults(over: Partial<Course>): readonly string[] {
  for (let at = 1; at <= 20; at++) {
    const { faults } = explore({ seed: at, steps: 500, ...over })
    if (faults.length > 0) return faults
  }
  return []
}

/** Runs with a changed table, and puts it back. */
function withRow(row: object, change: Readonly<Record<string, string>>): readonly string[] {
  const kept = { ...row }
  Object.assign(row, change)
  try {
    return firstFaults({})
  } finally {
    for (const name of Object.keys(change)) Reflect.deleteProperty(row, name)
    Object.assign(row, kept)
  }
}

describe('rules taken away', () => {
  it.each<[string, object, Readonly<Record<string, string>>, RegExp]>([
    ['what was signed may be issued', certificateLifecycle.signed, { issue: 'issued' }, /without paper/],
    ['no paper counts as printed', certificateLifecycle.sent, { note_none: 'printed' }, /without paper/],
    ['spoiled paper counts as printed', certificateLifecycle.sent, { note_spoiled: 'printed' }, /without paper/],
    ['what is handed over is not asked about', copyAfter.queued, { hand: 'printed' }, /asked about/]
  ])('%s › a fault', (_what, row, change, fault) => {
    expect(withRow(row, change).join()).toMatch(fault)
  })

  it('whoever verified may sign › a fault', () => {
    const hands = separations.certificate.hands as unknown as string[]
    const kept = hands.splice(0)
    try {
      expect(firstFaults({}).join()).toMatch(/which it verified/)
    } finally {
      hands.push(...kept)
    }
  })

  it('a returned copy gives out what it knows › a number twice', () => {
    expect(firstFaults({ leaveOut: false }).join()).toMatch(/stands on/)
  })

  it('gaps are not written › serials nobody explains', () => {
    const mutation = 'CREATE TRIGGER mutant BEFORE INSERT ON certificate_gap BEGIN SELECT raise(IGNORE); END'
    expect(firstFaults({ mutation }).join()).toMatch(/is not explained/)
  })

  it('a booklet is used and not written down › the stock does not add up', () => {
    const mutation = "CREATE TRIGGER mutant BEFORE INSERT ON booklet_move WHEN NEW.kind = 'used' BEGIN SELECT raise(IGNORE); END"
    expect(firstFaults({ mutation }).join()).toMatch(/booklets by the books/)
  })

  it('a spoiled booklet stays where it was › the next batch would be bound to it', () => {
    const mutation = "CREATE TRIGGER mutant BEFORE UPDATE ON booklet WHEN NEW.state = 'spoiled' BEGIN SELECT raise(IGNORE); END"
    expect(firstFaults({ mutation }).join()).toMatch(/is in_stock after a sheet was told spoiled|booklets by the books/)
  })

  it('a draft is changed after it was signed › what was signed differs', () => {
    const mutation = `CREATE TRIGGER mutant AFTER INSERT ON certificate_snapshot BEGIN
      INSERT INTO erasing(person_seq, person_id) VALUES (1, 'x');
      UPDATE certificate_snapshot SET data = NULL WHERE certificate = NEW.certificate;
      UPDATE certificate_snapshot SET data = '{"said":"!"}' WHERE certificate = NEW.certificate;
      DELETE FROM erasing;
    END`
    expect(firstFaults({ mutation }).join()).toMatch(/something else than was signed/)
  })
})
