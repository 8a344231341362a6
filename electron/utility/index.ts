/** Entry of the process that holds the office under Electron. */
import { createCore, systemTimer } from '../core'
import type { CoreStart } from '../place'
import { type ParentPort, runOffice } from './run-office'

const { parentPort } = process as unknown as { readonly parentPort: ParentPort } // Electron adds it to the process it forks.
const start = JSON.parse(process.argv[2] ?? '{}') as CoreStart // Written by the window process of the same program.

await runOffice(parentPort, (onCleaning) => createCore({ ...start, automaticBackups: true, timer: systemTimer, onCleaning }))
