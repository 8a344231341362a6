/** What it costs a slip that arrives to be looked at whether it is about somebody sealed: the same inserts beside a database without the two triggers. */
import { openWrite } from '../electron/core/db'
import { benchOffice } from './bench-office'
import { race, type Comparison } from './measure'

const TRIGGERS = ['slip_about_sealed', 'slip_became_about_sealed'] as const
const PARTNER =
  "INSERT INTO partner (id, name, code, phone, trust, created_at) VALUES ('bench', '对方', '520115-00', '', 'paper', '2026-01-01')"
const SLIP = `INSERT INTO slip (id, record_id, rev, direction, kind, status, owed, partner_id, subject_name, subject_sex, subject_birth, subject_id_no,
  rule_pack, urgency, created_at, created_by) VALUES (?, ?, 1, 'in', 'XC', 'received', 0, 'bench', ?, '2', '1990-01-02', ?, 'current', 'normal', '2026-03-05', '')`
const SEAL = `INSERT INTO sealing (id, revision, person_id, kind, reason, review_on, sealed_at, sealed_by, content)
  VALUES (?, 1, ?, 'court', '测量', '2027-01-01', '2026-01-01', '测', '{}')`
const KEY = "INSERT INTO sealed_key (sealing, value, birth) VALUES ((SELECT max(seq) FROM sealing), ?, '')"
/** A county has seldom more. */
const SEALS = 100

/** Raw inserts, so that the triggers weigh as much as they can; one transaction a round. */
export async function slipTriggersBench(rows: number): Promise<Comparison[]> {
  const slips = Math.min(rows, 20_000)
  const office = await benchOffice(0)
  const { db, raw, transaction, close } = openWrite(office.open)
  try {
    const made = TRIGGERS.map((name) => db.value<string>('SELECT sql FROM sqlite_master WHERE name = ?', name) ?? '')
    const put = db.prepared(SLIP)
    let at = 0
    const insert = (): number => {
      const start = performance.now()
      transaction(() => {
        for (const end = at + slips; at < end; at++) {
          const number = String(at)
          put(`b${number}`, Buffer.from(number.padStart(16, '0')), `测${number}`, at % 5 === 0 ? null : number.padStart(18, '6'))
        }
      })
      return performance.now() - start
    }
    const without = (): number => {
      TRIGGERS.forEach((name) => raw.exec(`DROP TRIGGER ${name}`))
      const ms = insert()
      made.forEach((sql) => raw.exec(sql))
      return ms
    }
    transaction(() => db.run(PARTNER))
    const shared = { rows: slips, rounds: 6, bound: null, floorName: 'the same inserts without the triggers', ours: insert, floor: without }
    const none = await race({ ...shared, name: 'slips: nobody is sealed' })
    transaction(() => {
      for (let i = 0; i < SEALS; i++) {
        db.run(SEAL, `z${String(i)}`, `zp${String(i)}`)
        db.run(KEY, `9${String(i)}`)
      }
    })
    return [none, await race({ ...shared, name: `slips: ${String(SEALS)} files are sealed` })]
  } finally {
    close()
    office.remove()
  }
}
