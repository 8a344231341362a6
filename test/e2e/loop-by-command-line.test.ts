/** The main job through `bin/yipanqi.mjs` alone: no screen, two offices, one folder as the stick. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { answerOf, callBin, runBin, type CommandOffice } from '../kit/command-line'
import { OFFICES, walkLoop, type Carry, type Person, type Side } from '../kit/loop'
import { PASSPHRASE } from '../kit/office'

const USERS: Record<Person, string> = { clerk: 'banli', second: 'fuhe' }

it('two offices › do the whole loop › by command line', async () => {
  const root = mkdtempSync(join(tmpdir(), 'by-command-'))
  mkdirSync(join(root, 'stick'))
  const passphraseFile = join(root, 'passphrase')
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`)
  const offices: Record<Side, CommandOffice> = {
    a: { data: join(root, 'a'), passphraseFile },
    b: { data: join(root, 'b'), passphraseFile }
  }
  try {
    const cards: Record<Side, string> = { a: '', b: '' }
    for (const side of ['a', 'b'] as const) {
      const { code, name } = OFFICES[side]
      await answerOf(
        'setup',
        '--data',
        offices[side].data,
        '--office',
        code,
        '--name',
        name,
        '--admin',
        'guanli',
        '--passphrase-file',
        passphraseFile,
        '--rules',
        'order-555'
      )
      for (const user of Object.values(USERS))
        await callBin(offices[side], 'guanli', 'accounts.create', {
          name: user,
          displayName: user,
          roles: ['window', 'verifier', 'signer'],
          passphrase: PASSPHRASE
        })
      const exported = (await callBin(offices[side], 'banli', 'exchange.exportCard', {}, '--out', root)) as { file: { name: string } }
      cards[side] = join(root, exported.file.name)
    }
    const carry: Carry = async (side, who, method, input) => (await callBin(offices[side], USERS[who], method, input)) as never
    const result = await walkLoop(carry, {
      stick: () => ({ folder: join(root, 'stick') }) as unknown as string,
      card: (of) => ({ file: cards[of] }) as unknown as string
    })
    expect(result).toEqual({ issued: 14, answered: 11, refused: 3 })
    const refused = await runBin(
      'call',
      'persons.get',
      '--input',
      '{"id":"0191f000-0000-7000-8000-000000000001"}',
      '--data',
      offices.a.data,
      '--user',
      'banli',
      '--passphrase-file',
      passphraseFile
    )
    expect(refused.exit).toBe(1)
    expect(JSON.parse(refused.stderr)).toMatchObject({ code: 'persons.unknown' })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}, 900_000)
