/** The contract's backup methods at the door: coming back must be possible when no office opens. */
import type { Contract, HandlerInput } from '@shared/contract'
import type { Door } from '../rpc'
import type { RestoreDesk } from './restore-desk'

type B = Contract['backup']

export const backupDoors = (desk: RestoreDesk): Record<string, Door> => ({
  'backup.found': () => Promise.resolve().then(() => desk.found()),
  'backup.look': (caller, { from }: HandlerInput<B['look']>) => Promise.resolve().then(() => desk.look(caller, from)),
  'backup.progress': () => Promise.resolve(desk.progress()),
  'backup.stop': () => Promise.resolve(desk.stop()),
  'backup.restore': (caller, input: HandlerInput<B['restore']>) => desk.restore(caller, input),
  'backup.salvage': (caller, input: HandlerInput<B['salvage']>) => desk.salvage(caller, input)
})
