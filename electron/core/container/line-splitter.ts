// Cuts inflated octets into lines with bounded memory: strict UTF-8, LF only, none empty, none endless.
import { BundleFault } from './faults'
import { MAX_LINE_BYTES } from './records'
import { decodeStrictUtf8 } from './strict-json'

const LF = 0x0a

export class LineSplitter {
  #rest: Buffer = Buffer.alloc(0)
  #line = 0

  /** @throws BundleFault E_LINE when the last line has no LF */
  end(): void {
    if (this.#rest.length > 0) throw this.#fault('no line end')
  }

  /**
   * @returns the complete lines up to the last LF seen, without LF; the rest waits
   * @throws BundleFault E_LINE (while iterating, so that the lines before are still given)
   */
  *split(chunk: Uint8Array): Generator<string> {
    const octets =
      this.#rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([this.#rest, chunk])
    const end = octets.lastIndexOf(LF) + 1
    if (end > 0) yield* this.#decode(octets.subarray(0, end))
    this.#rest = Buffer.from(octets.subarray(end))
    if (this.#rest.length > MAX_LINE_BYTES) throw this.#fault('too long')
  }

  *#decode(block: Buffer): Generator<string> {
    const text = decodeStrictUtf8(block)
    if (text === null) {
      yield* this.#decodeOneByOne(block)
      return
    }
    for (let from = 0; from < text.length;) {
      const to = text.indexOf('\n', from)
      if (to - from > MAX_LINE_BYTES) throw this.#fault('too long')
      this.#line += 1
      yield text.slice(from, to)
      from = to + 1
    }
  }

  /** The block holds a bad sequence: the lines before it are still good, and its line number is worth knowing. */
  *#decodeOneByOne(block: Buffer): Generator<string> {
    for (let from = 0; from < block.length;) {
      const to = block.indexOf(LF, from)
      const text = decodeStrictUtf8(block.subarray(from, to))
      if (text === null) throw this.#fault('UTF-8')
      this.#line += 1
      yield text
      from = to + 1
    }
  }

  #fault(because: string): BundleFault {
    return new BundleFault('E_LINE', 12, { params: { line: this.#line + 1 }, because })
  }
}
