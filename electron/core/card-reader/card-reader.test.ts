// Why: the clerk presses 读卡 and always gets a card or one sentence, whatever the helper did before, and two windows never get each other's card.
import { describe, expect, test } from 'vitest'
import { settled, SPOKEN_CARD, spokenHelper, testTimers, type SpokenHelper } from '../../../test/kit/card-helper'
import { AppError } from '@shared/errors'
import { silentLog } from '../platform'
import { createCardReader, IDLE_MS, type ReaderChoice, type ReadOrder } from './card-reader'
import { MAX_STARTS, STARTS_WITHIN_MS } from './helper-keeper'
import { GRACE_MS } from './helper-session'

const program: ReaderChoice = {
  kind: 'program',
  program: { name: '甲牌', folder: '/reader', file: 'reader', digest: `sha256:${'0'.repeat(64)}` }
}
const other: ReaderChoice = { kind: 'program', program: { ...program.program, file: 'other' } }
const order = (reading = 'a'): ReadOrder => ({ reading, timeoutMs: 20_000, photo: false })

function stand(launch?: () => Promise<SpokenHelper>) {
  const helpers: SpokenHelper[] = []
  const timers = testTimers()
  const reader = createCardReader({
    timers,
    log: silentLog,
    launch:
      launch ??
      (() => {
        const helper = spokenHelper()
        helpers.push(helper)
        return Promise.resolve(helper)
      })
  })
  const last = (): SpokenHelper => {
    const helper = helpers.at(-1)
    if (!helper) throw new RangeError('nothing was started')
    return helper
  }
  const read = async (choice = program, reading = 'a') => {
    const result = reader.read(choice, order(reading))
    result.catch(() => undefined)
    await settled()
    return { result }
  }
  /** Started, greeted, asked: the next word is the helper's. */
  const asked = async (choice = program, reading = 'a') => {
    const { result } = await read(choice, reading)
    if (last().heard.length === 1) last().hello()
    await settled()
    return { result }
  }
  return { reader, timers, helpers, last, read, asked }
}
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { code?: unknown }).code
  )

describe('card reader › starting', () => {
  test('nothing runs before a card is wanted; one helper reads many cards', async () => {
    const { reader, helpers, last, asked } = stand()
    expect([helpers.length, reader.state(program).running]).toEqual([0, false])
    for (const reading of ['a', 'b', 'c']) {
      const { result } = await asked(program, reading)
      last().card()
      expect(await result).toMatchObject({ idNo: SPOKEN_CARD.idNo })
    }
    expect(helpers).toHaveLength(1)
    expect(reader.state(program)).toEqual({
      running: true,
      reading: false,
      helper: { name: '试用读卡器', capabilities: ['cancel'] },
      problem: null
    })
  })

  test('a helper that crashed › is started again, at most three times within a minute, then again after it', async () => {
    const { timers, helpers, last, read, asked } = stand()
    for (let start = 0; start < MAX_STARTS; start += 1) {
      const { result } = await asked()
      last().crash()
      expect(await codeOf(result)).toBe('reader.stopped')
      timers.pass(1000)
    }
    await expect((await read()).result).rejects.toMatchObject({ code: 'reader.keeps_failing', params: { seconds: 56 } })
    expect(helpers).toHaveLength(MAX_STARTS)
    timers.pass(STARTS_WITHIN_MS)
    const { result } = await asked()
    last().card()
    expect(await codeOf(result)).toBe('done')
  })

  test('another program › does not inherit the failures of the last', async () => {
    const { last, asked } = stand()
    for (let start = 0; start < MAX_STARTS; start += 1) {
      const { result } = await asked()
      last().crash()
      await codeOf(result)
    }
    const { result } = await asked(other)
    last().card()
    expect(await codeOf(result)).toBe('done')
  })

  test('a start that is refused › is told and not waited for again', async () => {
    let refuse = true
    const helper = spokenHelper()
    const { reader, read } = stand(() => (refuse ? Promise.reject(new AppError('reader.program_changed')) : Promise.resolve(helper)))
    expect(await codeOf((await read()).result)).toBe('reader.program_changed')
    expect(reader.state(program)).toMatchObject({ running: false, problem: 'reader.program_changed' })
    refuse = false
    const { result } = await read()
    helper.hello()
    await settled()
    helper.card()
    expect(await codeOf(result)).toBe('done')
    expect(reader.state(program).problem).toBeNull()
  })

  test('choosing another program › ends the first', async () => {
    const { helpers, last, asked } = stand()
    const first = await asked()
    last().card()
    await first.result
    const second = await asked(other)
    expect(helpers[0]?.state).toBe('ending')
    last().card()
    expect(await codeOf(second.result)).toBe('done')
  })

  test('a helper that nobody uses › is ended after a while', async () => {
    const { reader, timers, last, asked } = stand()
    const { result } = await asked()
    last().card()
    await result
    timers.pass(IDLE_MS)
    expect(last().state).toBe('ending')
    expect(reader.state(program).running).toBe(false)
  })
})

describe('card reader › one at a time', () => {
  test('a second window › is told that the reader is busy and disturbs nothing', async () => {
    const { reader, last, asked } = stand()
    const { result } = await asked()
    expect(await codeOf(reader.read(program, order('b')))).toBe('reader.busy')
    expect(reader.cancel('b')).toBe(false)
    last().card()
    expect(await codeOf(result)).toBe('done')
    expect(reader.state(program).problem).toBeNull()
  })

  test('the same reading asked again after a lost line › gets the same card, once', async () => {
    const { reader, last, asked } = stand()
    const { result } = await asked()
    const again = reader.read(program, order('a'))
    last().card()
    expect(await again).toBe(await result)
    expect(last().heard.filter((message) => message['do'] === 'read')).toHaveLength(1)
  })
})

describe('card reader › giving up', () => {
  test('cancel › is felt at once, in the middle of a start too', async () => {
    const { reader, last, read } = stand()
    const { result } = await read()
    expect(reader.cancel('a')).toBe(true)
    expect(await codeOf(result)).toBe('reader.cancelled')
    expect(reader.cancel('a')).toBe(false)
    last().hello()
    await settled()
    expect(last().heard).toEqual([{ do: 'hello', protocol: 1 }])
    const next = await read(program, 'b')
    last().card()
    expect(await codeOf(next.result)).toBe('done')
  })

  test('cancelled twice while the helper winds down › sends no reading that nobody wants', async () => {
    const { reader, last, asked, read } = stand()
    await asked()
    reader.cancel('a')
    await settled()
    await read(program, 'b')
    reader.cancel('b')
    await settled()
    const third = await read(program, 'c')
    last().say({ is: 'error', id: 1, error: 'cancelled' })
    await settled()
    expect(last().heard.filter((message) => message['do'] === 'read')).toHaveLength(2)
    last().card({ name: '第三位' })
    expect(await third.result).toMatchObject({ name: '第三位' })
  })

  test('release › ends reading and helper; the next reading starts afresh', async () => {
    const { reader, timers, helpers, last, asked } = stand()
    const { result } = await asked()
    reader.release()
    expect(await codeOf(result)).toBe('reader.cancelled')
    timers.pass(GRACE_MS)
    expect(helpers[0]?.state).toBe('killed')
    const next = await asked(program, 'b')
    expect(helpers).toHaveLength(2)
    last().card()
    expect(await codeOf(next.result)).toBe('done')
  })

  test('release while a helper is being started › leaves none behind', async () => {
    const started = Promise.withResolvers<SpokenHelper>()
    const { reader, timers, read } = stand(() => started.promise)
    const { result } = await read()
    reader.release()
    const helper = spokenHelper()
    started.resolve(helper)
    expect(await codeOf(result)).toBe('reader.cancelled')
    await settled()
    timers.pass(GRACE_MS)
    expect(helper.state).toBe('killed')
  })
})
