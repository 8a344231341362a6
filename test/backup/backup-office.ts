/** A small office for tests of copies and of coming back, and what its database holds. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openSlot, readSlotFile, type OpenOptions } from '../../electron/core/db'
import { openTestOffice, PASSPHRASE, type Desk, type TestOffice } from '../kit/office'

export { PASSPHRASE }
export const HERE = '00000000-0000-4000-8000-000000000001'
export const FIRST = { account: 'guanli', secret: PASSPHRASE } as const
export const SECOND = { account: 'banli', secret: PASSPHRASE } as const

export interface BackupOffice extends TestOffice {
  readonly admin: Desk
}

export async function openBackupOffice(): Promise<BackupOffice> {
  const office = await openTestOffice()
  const admin = await office.as('guanli')
  return Object.assign(office, { admin })
}

export const addPerson = async (desk: Desk, name: string): Promise<string> => {
  const person = { name, sex: '2' as const, birthDate: '1990-01-01', idType: 'none' as const, noIdReason: 'not_shown', hukouCode: '141124' }
  return (await desk.call('persons.save', { person, episodes: [{ kind: 'in', startedOn: '2026-01-01', residenceCode: '610802' }] })).id
}

/** How the database of a closed or open office is read from outside. */
export async function openOptions(dir: string): Promise<OpenOptions> {
  const file = readSlotFile(join(dir, 'office.json'))
  const slot = file?.slots.find(({ account }) => account === 'guanli')
  const key = file && slot ? await openSlot(file, slot, PASSPHRASE) : null
  if (!file || !key) throw new Error('no key')
  return { path: join(dir, 'office.db'), key, cipher: file.cipher }
}

/** Every file below a folder with its octets, to prove that nothing was touched. */
export function filesIn(dir: string, leaveOut: RegExp): Record<string, string> {
  const found: Record<string, string> = {}
  const walk = (relative: string): void => {
    for (const name of readdirSync(join(dir, relative)).sort()) {
      const path = relative === '' ? name : `${relative}/${name}`
      if (leaveOut.test(path)) continue
      if (statSync(join(dir, path)).isDirectory()) walk(path)
      else found[path] = readFileSync(join(dir, path)).toString('base64')
    }
  }
  walk('')
  return found
}

export const copiesOf = (dir: string): string[] =>
  readdirSync(join(dir, 'backups'))
    .filter((name) => name.endsWith('.ypqbak'))
    .sort()

/** Deleted at the own request: agreed to by the one, allowed by the administrator. The file waits to be cleaned. */
export async function eraseByTwo(office: BackupOffice, personId: string, mode: 'delete' | 'anonymise' = 'delete'): Promise<void> {
  const made = await office.call('desk.receive', { personId, kind: 'erase', papers: ['id_card'], receivedOn: '2026-03-05' })
  const revision = async (): Promise<number> => (await office.call('desk.get', { id: made.id })).revision
  await office.call('desk.decide', { id: made.id, revision: await revision(), decision: 'granted', reason: null })
  const input = { id: made.id, revision: await revision(), mode }
  const { id } = await office.call('approvals.request', { method: 'desk.erase', input, reason: '依申请' })
  await office.admin.call('approvals.approve', { id })
  const done = await office.raw('desk.erase', input, undefined, id)
  if (!done.ok) throw new Error(done.error.code)
}
