/** The checkup, copies and coming back from the command line: a folder given, an empty PC, a wrong passphrase. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createCore } from '../../electron/core'
import { runCli } from '../../electron/cli/run-cli'
import { resourcesDir } from '../kit/office'
import { addPerson, openBackupOffice, PASSPHRASE } from './backup-office'

it('backup and restore › bring an office to an empty PC, and nothing with a wrong passphrase', async () => {
  const office = await openBackupOffice()
  await addPerson(office, '甲一')
  await office.core.close()
  const desk = mkdtempSync(join(tmpdir(), 'cli-backup-'))
  writeFileSync(join(desk, 'pass'), `${PASSPHRASE}\n`)
  writeFileSync(join(desk, 'wrong'), '不是 这个 口令 的 字\n')
  writeFileSync(join(desk, 'key'), office.recoveryKey)
  const out: string[] = []
  const err: string[] = []
  const run = (...line: string[]): Promise<number> =>
    runCli(
      line,
      {
        ...{ out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), stdin: () => Promise.resolve('') },
        ...{ cwd: desk, signal: new AbortController().signal }
      },
      {
        usualDataDir: desk,
        open: (dataDir) => createCore({ dataDir, resourcesDir, appVersion: 'test', keyCost: 4 }),
        showRunning: () => Promise.resolve(false),
        serve: () => Promise.resolve()
      }
    )
  const who = ['--user', 'guanli', '--passphrase-file', 'pass']
  const stick = mkdtempSync(join(tmpdir(), 'cli-stick-'))
  // No copy was ever made: that is wrong, and a script can tell.
  expect(await run('check', '--data', office.dir, ...who)).toBe(2)
  expect(out.find((line) => line.includes('备份'))).toMatch(/^有问题\t备份\t还没有/)
  expect(await run('check', '--data', office.dir, '--user', 'banli', '--passphrase-file', 'pass')).toBe(1)
  expect(JSON.parse(err.at(-1) ?? '{}')).toMatchObject({ code: 'session.forbidden' })
  expect(await run('backup', '--data', office.dir, ...who, '--to', stick)).toBe(0)
  expect(await run('backup', '--data', office.dir, ...who, '--to', stick)).toBe(0)
  expect(await run('check', '--data', office.dir, ...who, '--thorough', '--json')).toBe(0)
  expect(JSON.parse(out.at(-1) ?? '{}')).toMatchObject({ thorough: true })
  const folder = join(stick, '一盘棋备份')
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.ypqbak'))
  const into = join(desk, 'new')
  expect(await run('restore', join(folder, file), '--data', into, '--user', 'guanli', '--passphrase-file', 'wrong')).toBe(1)
  expect(JSON.parse(err.at(-1) ?? '{}')).toMatchObject({ code: 'session.wrong_passphrase' })
  expect(await run('restore', join(folder, file), '--data', into, '--passphrase-file', 'key')).toBe(0)
  expect(JSON.parse(out.at(-1) ?? '{}')).toMatchObject({ before: null, after: { person: 1 } })
  // Something stands there now: one person is no longer enough.
  expect(await run('restore', join(folder, file), '--data', into, ...who)).toBe(1)
  expect(JSON.parse(err.at(-1) ?? '{}')).toMatchObject({ code: 'backup.two_persons' })
  const second = ['--second-user', 'banli', '--second-passphrase-file', 'pass']
  expect(await run('restore', join(folder, file), '--data', into, ...who, ...second)).toBe(0)
  for (const dir of [desk, stick, office.dir]) rmSync(dir, { recursive: true, force: true })
})
