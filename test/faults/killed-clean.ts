/** What the child does until it is killed: cleans a closed database by a copy, as the closing of a large office does. */
import { writeSync } from 'node:fs'
import { cleanWaiting } from '../../electron/core/house/clean-at-close'
import { openOptions } from '../backup/backup-office'

const { dir, now } = JSON.parse(process.argv[2] ?? '{}') as { readonly dir: string; readonly now: string }
const open = await openOptions(dir)
writeSync(1, 'ready\n')
cleanWaiting(dir, open, now)
writeSync(1, 'cleaned\n')
