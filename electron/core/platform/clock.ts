/** Time as the office reads it; injected so that tests and practice can set it. */

export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** Instant as stored: UTC ISO text with milliseconds. */
export const instant = (clock: Clock): string => new Date(clock.now()).toISOString()

const CHINA_OFFSET_MS = 8 * 3_600_000

/** Calendar day (YYYY-MM-DD) in China, whatever zone the PC is set to: deadlines are counted in office days. */
export const chinaDay = (clock: Clock): string => new Date(clock.now() + CHINA_OFFSET_MS).toISOString().slice(0, 10)

/** Instant with China's offset, as written into bundles: YYYY-MM-DDTHH:MM:SS+08:00. */
export const chinaTime = (clock: Clock): string => `${new Date(clock.now() + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
