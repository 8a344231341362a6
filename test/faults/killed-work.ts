/** What the child does until it is killed: saves persons, imports a stick, or writes one; every acknowledgement is a line. */
import { writeSync } from 'node:fs'
import { testClock } from '../kit/clock'
import { desk, openCore, PASSPHRASE } from '../kit/office'

interface Work {
  readonly mode: 'save' | 'import' | 'write'
  readonly dir: string
  readonly stick: string
  /** Keeps names of different rounds apart. */
  readonly round: number
}

const work = JSON.parse(process.argv[2] ?? '{}') as Work
const say = (line: string): void => void writeSync(1, `${line}\n`)

const core = await openCore(work.dir, testClock())
const clerk = desk(core)
await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
const save = async (i: number): Promise<void> => {
  const person = {
    name: `测${work.round}之${i}`,
    sex: '2' as const,
    birthDate: '1990-01-01',
    idType: 'none' as const,
    noIdReason: 'not_shown',
    hukouCode: '141124'
  }
  const first = await clerk.call('persons.save', { person, episodes: [{ kind: 'in', startedOn: '2026-01-01', residenceCode: '610802' }] })
  say(`saved ${first.id} ${first.revision}`)
  const phone = `1990000${String(i).padStart(4, '0')}`
  const second = await clerk.call('persons.save', { id: first.id, revision: first.revision, person: { ...person, phone } })
  say(`saved ${second.id} ${second.revision}`)
}

if (work.mode === 'save') {
  // Tables of divisions and readings load with the first save; the blow is meant for saves, not for loading.
  await clerk.call('persons.checkId', { idNo: '610802199001010000' })
  await clerk.call('persons.hints', { name: '测' })
  say('ready')
  for (let i = 0; ; i++) await save(i)
}
say('ready')
const ticket = clerk.connection.offer(work.stick).ticket
if (work.mode === 'import') {
  const { found } = await clerk.finish('exchange.scanStick', { source: ticket })
  const { bundles } = await clerk.finish('exchange.importBundles', { spools: found.map((one) => one.spool) })
  say(`imported ${bundles.reduce((sum, one) => sum + one.fresh, 0)}`)
} else {
  const { safeToRemove } = await clerk.finish('exchange.writeStick', { target: ticket })
  say(`written ${String(safeToRemove)}`)
}
await core.close()
