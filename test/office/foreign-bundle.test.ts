/** A bundle that a small Python program made with stock tools is taken in by the office like any other. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readCardFile, recipientsOf } from '../../electron/core/container'
import { openTestOffice, PASSPHRASE } from '../kit/office'

const root = mkdtempSync(join(tmpdir(), 'foreign-'))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

const missing = ['python3', 'age', 'age-keygen', 'ssh-keygen'].filter((tool) => spawnSync(tool, ['--help']).error !== undefined)

it.skipIf(missing.length > 0)(
  `bundle of a Python program › is refused before its key is confirmed, and imports afterwards${missing.length > 0 ? `（缺少 ${missing.join('、')}）` : ''}`,
  async () => {
    const office = await openTestOffice()
    try {
      const card = await readCardFile(readFileSync(office.connection.take((await office.call('exchange.exportCard', {})).file.ticket).path))
      const stick = join(root, 'stick')
      mkdirSync(stick)
      execFileSync('python3', [
        resolve(import.meta.dirname, '../interop/make_bundle.py'),
        'A1',
        stick,
        card.id,
        card.code,
        '200',
        ...recipientsOf(card)
      ])
      const scan = () => office.finish('exchange.scanStick', { source: office.connection.offer(stick).ticket })

      const stranger = (await scan()).found.find((one) => one.fileName === 'made.jhb')
      expect(stranger).toMatchObject({ state: 'wait-key', code: 'E_UNKNOWN_SENDER' })
      expect((await office.call('slips.count', { filter: { direction: 'in' } })).count).toBe(0)

      const file = office.connection.offer(join(stick, 'made.jhk')).ticket
      const { card: facts } = await office.call('partners.readCard', { file })
      const { id } = await office.call('partners.add', { file })
      const second = { account: 'fuhe', passphrase: PASSPHRASE }
      await office.as('fuhe')
      expect((await office.call('partners.confirm', { id, digits: facts.digits, second })).trust).toBe('confirmed')

      const { found } = await scan()
      const spools = found.flatMap((one) => (one.state === 'ready' ? [one.spool] : []))
      const { bundles } = await office.finish('exchange.importBundles', { spools })
      expect(bundles).toMatchObject([{ outcome: 'applied', fresh: 200, rejected: [], partnerName: '绥德县演练单位' }])
      const { rows } = await office.call('slips.search', { filter: { direction: 'in' }, limit: 5 })
      expect(rows[0]).toMatchObject({ kind: 'XC', status: 'to_assign', subjectName: expect.stringMatching(/^王䶮\d+$/) as string })
    } finally {
      await office.close()
    }
  }
)
