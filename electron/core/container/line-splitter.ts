// Cuts inflated octets into lines with bounded memory: strict UTF-8, LF only, none empty, none endless.
import { isUtf8 } from 'node:buffer'
import { BundleFault } from './faults'
import { MAX_LINE_BYTES } from './records'

/** One line without its LF, as octets and as text. `octets` is a view that lives as long as its block: do not keep it. */
export interface SplitLine {
  readonly text: string
  readonly octets: Uint8Array
}

const LF = 0x0a

export class LineSplitter {
  #rest: Buffer = Buffer.alloc(0)
  #line = 0

  /** @throws BundleFault E_LINE when the last line has no LF */
  end(): void {
    if (this.#rest.length > 0) throw this.#fault('no line end')
  }

  /**
   * @returns the complete lines up to the last LF seen; the rest waits
   * @throws BundleFault E_LINE (while iterating, so that the lines before are still given)
   */
  *split(chunk: Uint8Array): Generator<SplitLine> {
    const block =
      this.#rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([this.#rest, chunk])
    const end = block.lastIndexOf(LF) + 1
    const isGood = isUtf8(block.subarray(0, end))
    for (let from = 0; from < end;) {
      const to = block.indexOf(LF, from)
      const octets = block.subarray(from, to)
      if (octets.length > MAX_LINE_BYTES) throw this.#fault('too long')
      if (!isGood && !isUtf8(octets)) throw this.#fault('UTF-8')
      this.#line += 1
      yield { text: block.toString('utf8', from, to), octets }
      from = to + 1
    }
    this.#rest = Buffer.from(block.subarray(end))
    if (this.#rest.length > MAX_LINE_BYTES) throw this.#fault('too long')
  }

  #fault(because: string): BundleFault {
    return new BundleFault('E_LINE', 12, { params: { line: this.#line + 1 }, because })
  }
}
