/** Cuts what a helper writes into lines, and refuses what no honest helper writes: endless lines, broken UTF-8. */

/** Octets one line may have. */
export const MAX_LINE = 1_048_576

export interface LineSplitter {
  /** @returns the lines completed by this piece, empty ones left out; null when the output can no longer be trusted */
  push(piece: Uint8Array): readonly string[] | null
}

export function createLineSplitter(): LineSplitter {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let held: Uint8Array[] = []
  let heldOctets = 0
  const take = (last: Uint8Array): string | null => {
    const octets = Buffer.concat([...held, last])
    held = []
    heldOctets = 0
    try {
      return decoder.decode(octets).replace(/\r$/, '')
    } catch {
      return null
    }
  }
  return {
    push(piece) {
      const lines: string[] = []
      let from = 0
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, from)) {
        const part = piece.subarray(from, at)
        if (heldOctets + part.length > MAX_LINE) return null
        const line = take(part)
        if (line === null) return null
        if (line !== '') lines.push(line)
        from = at + 1
      }
      const rest = piece.subarray(from)
      heldOctets += rest.length
      if (heldOctets > MAX_LINE) return null
      // The pipe may use its buffer again.
      if (rest.length > 0) held.push(Uint8Array.from(rest))
      return lines
    }
  }
}
