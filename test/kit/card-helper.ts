/** Helpers of the card reader for tests: one whose every word the test speaks, and time that passes only when told. */
import type { HelperProcess, Timers } from '../../electron/core/card-reader'
import type { HelperEnd } from '../../electron/core/card-reader/helper-process'

export interface TestTimers extends Timers {
  /** Lets time pass; what falls due is done in order. */
  pass(ms: number): void
  /** How many are waiting. */
  readonly waiting: number
}

export function testTimers(): TestTimers {
  let now = 0
  const due = new Map<object, { at: number; act: () => void }>()
  return {
    now: () => now,
    after(ms, act) {
      const own = {}
      due.set(own, { at: now + ms, act })
      return () => void due.delete(own)
    },
    pass(ms) {
      const until = now + ms
      for (;;) {
        const [next] = [...due].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at)
        if (!next) break
        due.delete(next[0])
        now = next[1].at
        next[1].act()
      }
      now = until
    },
    get waiting() {
      return due.size
    }
  }
}

export interface SpokenHelper extends HelperProcess {
  /** What the office told it, oldest first. */
  readonly heard: Record<string, unknown>[]
  readonly state: 'running' | 'ending' | 'killed' | 'over'
  write(octets: Uint8Array | string): void
  say(message: object): void
  hello(more?: object): void
  /** Answers the last `read` with a card. */
  card(more?: object): void
  crash(how?: HelperEnd): void
}

/** A made-up card; its number passes the check digit. */
export const SPOKEN_CARD = {
  kind: 'resident',
  name: '演练甲',
  sex: '2',
  ethnicity: '01',
  birthDate: '19900307',
  address: '演练镇演练村8号',
  idNo: '610802199003070027',
  issuer: '演练公安局',
  validFrom: '20150101',
  validTo: '20350101'
}

export function spokenHelper(): SpokenHelper {
  const heard: Record<string, unknown>[] = []
  let output: (piece: Uint8Array) => void = () => undefined
  let ended: (how: HelperEnd) => void = () => undefined
  let state: SpokenHelper['state'] = 'running'
  const write = (octets: Uint8Array | string): void => output(typeof octets === 'string' ? Buffer.from(octets) : octets)
  const say = (message: object): void => write(`${JSON.stringify(message)}\n`)
  const lastRead = (): unknown => heard.findLast((message) => message['do'] === 'read')?.['id']
  return {
    heard,
    get state() {
      return state
    },
    send: (line) => void heard.push(JSON.parse(line) as Record<string, unknown>),
    onOutput: (listener) => void (output = listener),
    onEnd: (listener) => void (ended = listener),
    end: () => void (state = 'ending'),
    kill: () => void (state = 'killed'),
    write,
    say,
    hello: (more = {}) => say({ is: 'hello', protocol: 1, name: '试用读卡器', capabilities: ['cancel'], ...more }),
    card: (more = {}) => say({ is: 'card', id: lastRead(), card: { ...SPOKEN_CARD, ...more } }),
    crash(how = 'ended') {
      state = 'over'
      ended(how)
    }
  }
}

/** Lets everything that is already decided happen. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
