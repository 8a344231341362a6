/** What kind of PC the office stands on: enough to say why it is slow, nothing that tells whose it is. */
import { arch, availableParallelism, freemem, release, totalmem, type } from 'node:os'

export interface Computer {
  /** Bytes. */
  readonly memory: number
  readonly free: number
  readonly cores: number
  /** Name and version of the system. */
  readonly system: string
  /** Minutes that its clock stands ahead of UTC. */
  readonly zone: number
}

export const systemComputer = (now: number): Computer => ({
  memory: totalmem(),
  free: freemem(),
  cores: availableParallelism(),
  system: `${type()} ${release()} ${arch()}`,
  zone: -new Date(now).getTimezoneOffset()
})
