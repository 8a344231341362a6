/** Orders to a thread: in turn on one that stands ready, each on its own where one is at work, and what is heard of a thread that dies. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleScript } from '../../../test/kit/bundle-script'
import { SideThread } from './side-thread'

const dir = mkdtempSync(join(tmpdir(), 'thread-'))
let file = ''
beforeAll(async () => {
  const room = pathToFileURL(await bundleScript('electron/core/platform/side-thread.ts')).href
  file = join(dir, 'entry.mjs')
  writeFileSync(
    file,
    `import { serveOrders } from '${room}'
     import { threadId } from 'node:worker_threads'
     let orders = 0
     serveOrders(2, async (order, send) => {
       orders += 1
       if (order.die === 'at once') throw new RangeError('died')
       const own = orders
       for (let part = 1; part <= order.parts; part++) {
         await send([threadId, own, part])
         if (order.pause) await new Promise((resolve) => setImmediate(resolve))
       }
       if (order.die === 'late') throw new RangeError('died late')
     })`
  )
}, 60_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

type Part = readonly [thread: number, order: number, part: number]
async function all(parts: AsyncIterable<unknown>): Promise<Part[]> {
  const found: Part[] = []
  for await (const part of parts) found.push(part as Part)
  return found
}

describe('SideThread', () => {
  it('parts › two orders in turn › are done by one thread that stood ready, all parts in order', async () => {
    const thread = new SideThread(file, { restMs: 60_000 })
    const first = await all(thread.parts({ parts: 50 }))
    const second = await all(thread.parts({ parts: 3 }))
    expect(first.map(([, , part]) => part)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
    expect(second.map(([own, order]) => [own, order])).toEqual(Array.from({ length: 3 }, () => [first[0]?.[0], 2]))
    await thread.end()
  })

  it('parts › without rest › each order has a thread of its own', async () => {
    const thread = new SideThread(file)
    const [[first]] = (await all(thread.parts({ parts: 1 }))) as [Part]
    const [[second]] = (await all(thread.parts({ parts: 1 }))) as [Part]
    expect(second).not.toBe(first)
  })

  it('parts › two orders at once › do not wait for each other', async () => {
    const thread = new SideThread(file, { restMs: 60_000 })
    const slow = thread.parts({ parts: 1000 })
    const { value } = await slow.next()
    const [[other]] = (await all(thread.parts({ parts: 1 }))) as [Part]
    expect(other).not.toBe((value as Part)[0])
    expect((await all(slow)).length).toBe(999)
    await thread.end()
  })

  it('rehearse › before an order › is done by the same thread and heard by nobody, even when it fails', async () => {
    const thread = new SideThread(file, { restMs: 60_000 })
    thread.rehearse({ parts: 100 })
    thread.rehearse({ parts: 0, die: 'at once' })
    expect((await all(thread.parts({ parts: 2 }))).map(([, order, part]) => [order, part])).toEqual([
      [3, 1],
      [3, 2]
    ])
    await thread.end()
  })

  it('rehearse › an order comes › gives way to it', async () => {
    const thread = new SideThread(file, { restMs: 60_000 })
    thread.rehearse({ parts: 1_000_000_000, pause: true })
    expect((await all(thread.parts({ parts: 2 }))).map(([, order]) => order)).toEqual([2, 2])
    await thread.end()
  })

  it('parts › a thread that dies › throws what it died of, and the next order finds a new one', async () => {
    const thread = new SideThread(file, { restMs: 60_000 })
    await expect(all(thread.parts({ parts: 3, die: 'late' }))).rejects.toThrow('died late')
    expect((await all(thread.parts({ parts: 1 }))).length).toBe(1)
    await thread.end()
  })

  it('parts › no such entry › throws before the first part', async () => {
    await expect(all(new SideThread(join(dir, 'nowhere.mjs')).parts({ parts: 1 }))).rejects.toThrow()
  })

  it('parts › stopped on the way › ends without a word', async () => {
    const thread = new SideThread(file, { restMs: 60_000 })
    const stop = new AbortController()
    const found: unknown[] = []
    for await (const part of thread.parts({ parts: 1_000_000 }, stop.signal)) {
      found.push(part)
      if (found.length === 5) stop.abort()
    }
    expect(found.length).toBeGreaterThanOrEqual(5)
    expect(found.length).toBeLessThan(1000)
    expect((await all(thread.parts({ parts: 1 }))).length).toBe(1)
    await thread.end()
  })
})
