/** The rules of the exchange that a test may take away one by one, to see that something breaks; the program knows only `RULES`. */

/** Each is true, or the number, in the program. Source: docs/formats/exchange.md §2.4 and §3. */
export interface Rules {
  /** An acknowledgement counts through content ids and `prev`, never by number. */
  readonly acknowledgeByChain: boolean
  /** What an envelope acknowledges replaces what was known, even when it says less. */
  readonly acknowledgementsShrink: boolean
  /** A receipt is queued only for a bundle with slips, so that nothing is acknowledged for being an acknowledgement. */
  readonly receiptsForSlipsOnly: boolean
  /** A status file goes on every stick. */
  readonly statusAlways: boolean
  /** Bundles on a branch are applied. */
  readonly takeBranches: boolean
  /** Asks for own bundles it does not know. */
  readonly askBack: boolean
  /** What came back is sent once more. */
  readonly sendRecoveredAgain: boolean
  /** Tells the partner which of his epochs were declared closed. */
  readonly echoClosed: boolean
  /** A closed epoch of the partner no longer has to acknowledge anything. */
  readonly closedIsDead: boolean
  /** The acknowledged prefix grows along `prev` alone. */
  readonly prefixAlongPrev: boolean
  /** Opens a new epoch when somebody else closed the current one. */
  readonly openAnewWhenClosed: boolean
  /** Closes its current epoch when a partner holds a bundle of it that is not known here. */
  readonly closeWhenUnknown: boolean
  /** Closes an epoch it did not open, unless this database may go on elsewhere too. */
  readonly closeStrangeEpochs: boolean
  /** Gives up a bundle the partner can never import. */
  readonly giveUpBad: boolean
  /** Stops asking for what the partner no longer holds. */
  readonly goneEndsAsking: boolean
  /** Asks again for what was gone when the partner shows more of our past than he did: it may have reached him since. */
  readonly goneUntilMoreShown: boolean
  /** An echo on its way is not queued again. */
  readonly echoOnce: boolean
  /** Leaves out closed epochs only when every live epoch of the partner has taken note of them. */
  readonly leaveOutSettledOnly: boolean
  /** What was acknowledged of a closed epoch stands while it is left out. */
  readonly leftOutStands: boolean
  /** Acknowledges first what the partner announces or closes. */
  readonly namedAcknowledgedFirst: boolean
  /** After the loss of a key it declares no end of a stream that somebody else declared in its name. */
  readonly vouchForOwn: boolean
  /** Entries of `closed`, `ack`, `want`, `bad` in one envelope. */
  readonly entries: number
  /** Single ids in `extra` and in one `want`; of `gone` in one envelope. */
  readonly ids: number
  /** Epochs of one side that go on, or that the other has not yet taken note of, before a person must look. */
  readonly epochs: number
  /** Slips given back without asking a person. */
  readonly slipsByRule: number
  /** Octets of bundles for one partner on one stick. */
  readonly carryBytes: number
  /** Lines of one bundle that carries echoes, and octets of echoes sealed for one partner on one trip. */
  readonly echoLines: number
  readonly echoBytes: number
  readonly slipsPerBundle: number
  readonly receiptsPerBundle: number
  /** How far envelopes are numbered ahead after a restore: more than any office seals between a backup and its return. */
  readonly ahead: number
  /** What a partner may tell to be gone before nothing more is remembered. */
  readonly goneRemembered: number
}

export const RULES: Rules = {
  acknowledgeByChain: true,
  acknowledgementsShrink: true,
  receiptsForSlipsOnly: true,
  statusAlways: true,
  takeBranches: true,
  askBack: true,
  sendRecoveredAgain: true,
  echoClosed: true,
  closedIsDead: true,
  prefixAlongPrev: true,
  openAnewWhenClosed: true,
  closeWhenUnknown: true,
  closeStrangeEpochs: true,
  giveUpBad: true,
  goneEndsAsking: true,
  goneUntilMoreShown: true,
  echoOnce: true,
  leaveOutSettledOnly: true,
  leftOutStands: true,
  namedAcknowledgedFirst: true,
  vouchForOwn: true,
  entries: 64,
  ids: 1_000,
  epochs: 64,
  slipsByRule: 500,
  carryBytes: 512_000_000,
  echoLines: 20_000,
  echoBytes: 64_000_000,
  slipsPerBundle: 20_000,
  receiptsPerBundle: 5_000,
  ahead: 1_000_000,
  goneRemembered: 10_000
}

/** When and with what luck something happens: the protocol has neither clock nor dice of its own. */
export interface Moment {
  /** ISO 8601 in UTC. */
  readonly now: string
  /** 32 random hex digits. */
  readonly drawEpoch: () => string
  readonly rules: Rules
}
