/** Counts what the program does to a stick, and at one of these accesses lets something befall the stick: before it, in the middle of it, or after it. */
import { systemStick, type StickLayer, type StickReader, type StickWriter } from '../../electron/core/platform'

export const MOMENTS = ['before', 'amid', 'after'] as const
export type Moment = (typeof MOMENTS)[number]

/** One access, named as in `StickLayer`; `write`, `flush` and `close` of a file being written, `read` and `leave` of one being read. */
export type Access = Exclude<keyof StickLayer, 'pause'> | 'write' | 'flush' | 'close' | 'read' | 'leave'

export class WatchedStick {
  /** Every access so far. */
  readonly path: Access[] = []
  /** Number of the access from 1, when, and what happens then. */
  blow: { readonly at: number; readonly when: Moment; readonly strike: () => void } | null = null
  /** Told of everything that surely lies on the medium now. */
  onFlushed: () => void = () => undefined
  struck = false

  async #step<T>(access: Access, work: () => Promise<T>): Promise<T> {
    this.path.push(access)
    const { at, when, strike } = this.blow ?? {}
    if (this.struck || strike === undefined || this.path.length !== at) {
      const result = await work()
      if (access === 'flush' || access === 'flushFolder') this.onFlushed()
      return result
    }
    this.struck = true
    if (when === 'before') strike()
    const done = work()
    if (when === 'amid') strike()
    const result = await done
    if (when === 'after') strike()
    return result
  }

  #writer(writer: StickWriter): StickWriter {
    return {
      write: (octets) => this.#step('write', () => writer.write(octets)),
      flush: () => this.#step('flush', () => writer.flush()),
      close: () => this.#step('close', () => writer.close())
    }
  }

  #reader(reader: StickReader): StickReader {
    const pieces = (): AsyncIterable<Uint8Array> => {
      const iterator = reader.pieces()[Symbol.asyncIterator]()
      return { [Symbol.asyncIterator]: () => ({ next: () => this.#step('read', () => iterator.next()) }) }
    }
    return { regular: reader.regular, size: reader.size, pieces, close: () => this.#step('leave', () => reader.close()) }
  }

  readonly layer: StickLayer = {
    free: (folder) => this.#step('free', () => systemStick.free(folder)),
    device: (folder) => this.#step('device', () => systemStick.device(folder)),
    makeFolder: (path) => this.#step('makeFolder', () => systemStick.makeFolder(path)),
    create: (path) => this.#step('create', async () => this.#writer(await systemStick.create(path))),
    open: (path) => this.#step('open', async () => this.#reader(await systemStick.open(path))),
    look: (path) => this.#step('look', () => systemStick.look(path)),
    list: (folder) => this.#step('list', () => systemStick.list(folder)),
    rename: (from, to) => this.#step('rename', () => systemStick.rename(from, to)),
    remove: (path) => this.#step('remove', () => systemStick.remove(path)),
    flushFolder: (path) => this.#step('flushFolder', () => systemStick.flushFolder(path)),
    pause: () => Promise.resolve()
  }
}
