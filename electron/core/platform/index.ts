/** The door of the platform room: what the office needs from the PC it runs on. */
export { chinaDay, chinaTime, instant, systemClock, type Clock } from './clock'
export { fileLog, silentLog, type Log } from './log'
