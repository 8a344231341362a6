/** What was sealed after the copy was made comes along with it: it lies aside for the exchange, which takes its slips back. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { desk } from '../kit/office'
import { FIRST, HERE, openBackupOffice, PASSPHRASE, SECOND } from './backup-office'

it('backup.restore › sealed content the copy does not have › is kept for the exchange, whatever else changes places', async () => {
  const office = await openBackupOffice()
  try {
    const { made } = await office.admin.finish('backup.run', {})
    const name = `sent-${'5'.repeat(64)}`
    const archive = join(office.dir, 'archive')
    for (const end of ['age', 'own']) writeFileSync(join(archive, `${name}.${end}`), `sealed ${end}`)
    writeFileSync(join(archive, 'sent-half.age.part'), 'x')
    const from = { place: HERE, file: made[0]?.file ?? '' }
    await desk(office.core).call('backup.restore', { from, first: FIRST, second: SECOND })
    await desk(office.core).call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
    expect(readdirSync(join(archive, 'found')).sort()).toEqual([`${name}.age`, `${name}.own`])
    expect(readFileSync(join(archive, 'found', `${name}.age`), 'utf8')).toBe('sealed age')
    expect(readdirSync(archive)).toEqual(['found'])
  } finally {
    await office.close()
  }
})
