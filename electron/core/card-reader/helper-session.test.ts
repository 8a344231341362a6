// Why: a helper is somebody else's program; whatever it writes, or does not write, the clerk gets one sentence and never a screen that waits for ever.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settled, SPOKEN_CARD, spokenHelper, testTimers } from '../../../test/kit/card-helper'
import { GRACE_MS, HELLO_MS, MAX_BETWEEN_LINES, MAX_BETWEEN_OCTETS, openSession } from './helper-session'
import { MAX_LINE } from './line-splitter'

const ORDER = { timeoutMs: 20_000, photo: false }

function begin() {
  const helper = spokenHelper()
  const timers = testTimers()
  return { helper, timers, session: openSession(helper, timers) }
}
async function reading(order = ORDER) {
  const stand = begin()
  stand.helper.hello()
  await stand.session.hello
  const result = stand.session.read(order)
  result.catch(() => undefined)
  await settled()
  return { ...stand, result }
}
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { code?: unknown }).code
  )

describe('session › greeting', () => {
  test('names helper and abilities', async () => {
    const { helper, session } = begin()
    expect(helper.heard).toEqual([{ do: 'hello', protocol: 1 }])
    helper.hello({ somethingNew: { nested: true } })
    expect(await session.hello).toMatchObject({ protocol: 1, name: '试用读卡器', capabilities: ['cancel'] })
  })

  test('another version › is refused with both numbers', async () => {
    const { helper, session } = begin()
    helper.hello({ protocol: 2 })
    await expect(session.hello).rejects.toMatchObject({ code: 'reader.protocol', params: { found: 2, known: 1 } })
    expect(helper.state).toBe('killed')
  })

  test('silence › is ended after the time for it', async () => {
    const { helper, timers, session } = begin()
    timers.pass(HELLO_MS - 1)
    expect(session.isOver()).toBe(false)
    timers.pass(1)
    expect(await codeOf(session.hello)).toBe('reader.hung')
    expect(helper.state).toBe('killed')
  })

  test('a program that cannot be started, and one that ends at once › are told apart', async () => {
    const never = begin()
    never.helper.crash('never')
    expect(await codeOf(never.session.hello)).toBe('reader.cannot_start')
    const ended = begin()
    ended.helper.crash()
    expect(await codeOf(ended.session.hello)).toBe('reader.stopped')
  })
})

describe('session › reading', () => {
  test('a card › comes back in the office’s form', async () => {
    const { helper, result } = await reading()
    expect(helper.heard.at(-1)).toEqual({ do: 'read', id: 1, timeoutMs: 20_000, photo: false })
    helper.card({ name: `演练甲${'\u0000'.repeat(8)}`, validTo: '长期', unknown: 1 })
    expect(await result).toEqual({
      ...SPOKEN_CARD,
      birthDate: '1990-03-07',
      validFrom: '2015-01-01',
      validTo: null,
      longTerm: true,
      photo: null
    })
  })

  test('a card written in pieces of one octet › is the same', async () => {
    const { helper, result } = await reading()
    for (const octet of Buffer.from(`${JSON.stringify({ is: 'card', id: 1, card: SPOKEN_CARD })}\r\n`)) helper.write(Uint8Array.of(octet))
    expect(await result).toMatchObject({ name: '演练甲' })
  })

  test('a photo › is taken only when asked for, and only when it is a picture of bearable size', async () => {
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(1000)]).toString('base64')
    const large = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200_000)]).toString('base64')
    const photoOf = async (photo: boolean, sent: string): Promise<unknown> => {
      const { helper, result } = await reading({ ...ORDER, photo })
      helper.card({ photo: sent })
      return (await result).photo
    }
    expect(await photoOf(true, jpeg)).toBe(jpeg)
    expect(await photoOf(false, jpeg)).toBeNull()
    expect(await photoOf(true, large)).toBeNull()
    expect(await photoOf(true, Buffer.from('<svg onload=alert(1)>').toString('base64'))).toBeNull()
    expect(await photoOf(true, 'not base64!')).toBeNull()
  })

  test.each([
    ['no-device', 'reader.no_device'],
    ['no-card', 'reader.no_card'],
    ['removed-early', 'reader.removed_early'],
    ['unreadable', 'reader.unreadable'],
    ['busy', 'reader.busy']
  ])('%s › is %s, and the helper goes on', async (error, code) => {
    const { helper, session, result } = await reading()
    helper.say({ is: 'error', id: 1, error })
    expect(await codeOf(result)).toBe(code)
    expect(session.isOver()).toBe(false)
    const again = session.read(ORDER)
    await settled()
    helper.card()
    expect(await again).toMatchObject({ idNo: SPOKEN_CARD.idNo })
  })

  test('time over › says how long was waited', async () => {
    const { helper, result } = await reading()
    helper.say({ is: 'error', id: 1, error: 'timeout' })
    await expect(result).rejects.toMatchObject({ code: 'reader.timeout', params: { seconds: 20 } })
  })

  test('a helper that forgets the time › is stopped shortly after it', async () => {
    const { helper, timers, result } = await reading()
    timers.pass(20_000 + GRACE_MS)
    expect(await codeOf(result)).toBe('reader.hung')
    expect(helper.state).toBe('killed')
    expect(timers.waiting).toBe(0)
  })

  test('a crash in the middle › is told at once', async () => {
    const { helper, result, session } = await reading()
    helper.write('{"is":"card","id":1,"ca')
    helper.crash()
    expect(await codeOf(result)).toBe('reader.stopped')
    expect(await codeOf(session.read(ORDER))).toBe('reader.stopped')
  })

  test('a card that nobody asked for, or of an earlier reading › is not taken', async () => {
    const { helper, session } = begin()
    helper.hello()
    await session.hello
    helper.say({ is: 'card', id: 0, card: SPOKEN_CARD })
    const result = session.read(ORDER)
    await settled()
    helper.say({ is: 'card', id: 7, card: { ...SPOKEN_CARD, name: '别人' } })
    helper.card()
    expect(await result).toMatchObject({ name: '演练甲' })
  })
})

describe('session › cancel', () => {
  test('is felt at once; the late card of the cancelled reading reaches nobody', async () => {
    const { helper, session, result } = await reading()
    session.cancel()
    expect(await codeOf(result)).toBe('reader.cancelled')
    expect(helper.heard.at(-1)).toEqual({ do: 'cancel', id: 1 })
    const next = session.read(ORDER)
    await settled()
    expect(helper.heard.filter((message) => message['do'] === 'read')).toHaveLength(1)
    helper.say({ is: 'card', id: 1, card: { ...SPOKEN_CARD, name: '前一位' } })
    await settled()
    helper.card()
    expect(await next).toMatchObject({ name: '演练甲' })
  })

  test('a helper deaf to it › is stopped after the grace', async () => {
    const { helper, timers, session, result } = await reading()
    session.cancel()
    session.cancel()
    const next = session.read(ORDER)
    timers.pass(GRACE_MS)
    expect(await codeOf(result)).toBe('reader.cancelled')
    expect(await codeOf(next)).toBe('reader.stopped')
    expect(helper.state).toBe('killed')
  })

  test('a reading that was given up while it waited its turn › is never sent', async () => {
    const { helper, session } = await reading()
    session.cancel()
    const unwanted = session.read(ORDER, () => false)
    helper.say({ is: 'error', id: 1, error: 'cancelled' })
    expect(await codeOf(unwanted)).toBe('reader.cancelled')
    expect(helper.heard.filter((message) => message['do'] === 'read')).toHaveLength(1)
  })
})

describe('session › end', () => {
  test('closes the input, and stops a helper that stays', async () => {
    const { helper, timers, session, result } = await reading()
    session.end()
    expect(helper.state).toBe('ending')
    expect(await codeOf(result)).toBe('reader.cancelled')
    helper.card()
    timers.pass(GRACE_MS)
    expect(helper.state).toBe('killed')
  })
})

describe('session › hostile output', () => {
  const garbage: readonly [string, string | Uint8Array][] = [
    ['text that is no JSON', 'Init device OK\n'],
    ['text in GB 18030', Uint8Array.of(0xb6, 0xc1, 0xbf, 0xa8, 0x0a)],
    ['an array', '[1,2]\n'],
    ['null', 'null\n'],
    ['an object without a kind', '{"id":1}\n'],
    ['a card without a number', `${JSON.stringify({ is: 'card', id: 1, card: { ...SPOKEN_CARD, idNo: undefined } })}\n`],
    ['a number with a quote in it', `${JSON.stringify({ is: 'card', id: 1, card: { ...SPOKEN_CARD, idNo: "1' OR '1" } })}\n`],
    ['a name of nothing', `${JSON.stringify({ is: 'card', id: 1, card: { ...SPOKEN_CARD, name: '\u0000' } })}\n`],
    ['an endless name', `${JSON.stringify({ is: 'card', id: 1, card: { ...SPOKEN_CARD, name: '字'.repeat(5000) } })}\n`],
    ['an unknown failure', '{"is":"error","id":1,"error":"on-fire"}\n'],
    ['deep nesting', `${'['.repeat(200_000)}\n`],
    ['a line without end', 'x'.repeat(MAX_LINE + 1)],
    ['a line of ten megabytes', `{"is":"card","pad":"${'x'.repeat(10_000_000)}"}\n`],
    ['a flood of lines it does not know', '{"is":"dot"}\n'.repeat(MAX_BETWEEN_LINES + 1)],
    ['a flood of empty lines', '\n'.repeat(MAX_BETWEEN_OCTETS + 1)]
  ]
  test.each(garbage)('%s › stops the helper and says so once', async (_, output) => {
    const { helper, session, result } = await reading()
    helper.write(typeof output === 'string' ? Buffer.from(output) : output)
    expect(await codeOf(result)).toBe('reader.garbled')
    expect(helper.state).toBe('killed')
    helper.card()
    expect(session.isOver()).toBe(true)
  })

  test('a flood between readings › is stopped too', async () => {
    const { helper, session } = begin()
    helper.hello()
    await session.hello
    for (let round = 0; round <= MAX_BETWEEN_LINES; round += 1) helper.write('{"is":"dot"}\n')
    expect(await codeOf(session.read(ORDER))).toBe('reader.stopped')
    expect(helper.state).toBe('killed')
  })

  test('any octets › end in a card or in a catalogued refusal, in bounded time', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .constantFrom('{"is":"card","id":1,"card":{}}\n', '{"is":"error","id":1,"error":"no-card"}\n', '{"is":', '\n', '"}', '{}')
        .map((text) => Buffer.from(text))
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
        const { helper, timers, result } = await reading()
        for (const each of pieces) helper.write(each)
        timers.pass(ORDER.timeoutMs + GRACE_MS)
        expect(['reader.garbled', 'reader.no_card', 'reader.hung']).toContain(await codeOf(result))
      }),
      { numRuns: 300 }
    )
  })
})
