// File names on the stick: information for people, never trusted (exchange.md §2.1).

/** @param seq of the stream @param stateNo `state.no` of this envelope */
export function bundleFileName(from: string, to: string, epoch: string, seq: number, stateNo: number): string {
  return `${from}_${to}_${epoch.slice(0, 8)}_${pad(seq, 6)}_${pad(stateNo, 8)}.jhb`
}

export function statusFileName(from: string, to: string, stateNo: number): string {
  return `${from}_${to}_status_${pad(stateNo, 8)}.jhb`
}

export function cardFileName(code: string, ver: number): string {
  return `${code}_card_${pad(ver, 4)}.jhk`
}

/** Folder of a recipient on the stick, relative to its top, with `/`. */
export function recipientFolder(to: string): string {
  return `JHB/${to}`
}

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0')
