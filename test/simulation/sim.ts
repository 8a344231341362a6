/** What all PCs of one simulated course share. */
import type { KeyCard } from '../../electron/core/container'
import type { ReadDb } from '../../electron/core/db'
import type { Rules } from '../../electron/core/modules/exchange/protocol'
import type { Nature } from './nature'
import type { DataPart, SignedHeader, SimFile } from './paper'

/** Thrown where the power goes. */
export class PowerCut extends RangeError {}

export const partnerId = (office: number): string => `partner-${String(office)}`

export interface Sim {
  readonly nature: Nature
  readonly rules: Rules
  /** Contents that some reader's program cannot take, for ever. */
  readonly unreadable: Set<string>
  /** Everything ever sealed: lines and the header as it was first signed. What a PC may use of it is what its database has a row for. */
  readonly contents: Map<string, DataPart & { readonly signed: SignedHeader }>
  /** Slips that came back under the signature of a lost key: their author cannot know them for his own. */
  readonly disowned: Set<string>
  /** Slips their author was told cannot be sent. */
  readonly returned: Set<string>
  /** Takes a lost key for one that was merely changed: the rule of §4.4 taken away. */
  readonly trustsLost?: boolean
  /** Leaves out a slip that is here already, whatever it says: the rule of §3.3 that keeps both taken away. */
  readonly firstStands?: boolean
  /** Told of every bundle of a partner in the moment before it takes effect; only who judges the course listens. */
  readonly onTaking?: (taking: {
    readonly db: ReadDb
    readonly office: number
    readonly file: SimFile
    readonly card: KeyCard | null
  }) => void
  readonly counts: { slips: number; bundles: number; echoes: number; files: number; refused: number }
}
