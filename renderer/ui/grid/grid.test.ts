// Why: the grid must stay right and quick from row one to row one million, by keyboard alone.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { nextTick, type Component } from 'vue'
import { arrange, type GridColumn } from './column'
import { asHtmlTable, asTabText } from './copy-table'
import DataGrid from './data-grid.vue'
import { createRowSource, PAGE_ROWS, type PageRequest } from './row-source'
import { offsetOf, offsetShowing, rowsInSight, scrollTopOf, TALLEST_PX } from './row-window'
import { createSelection } from './selection'

interface Row {
  readonly id: string
  readonly name: string
}
const rowAt = (index: number): Row => ({ id: `p${String(index)}`, name: `name${String(index)}` })

/** A register of `size` rows that answers with keyset pages and counts how often it was asked. */
function register(size: number) {
  const load = vi.fn(({ cursor, limit }: PageRequest) => {
    const from = cursor === null ? 0 : Number(cursor)
    const to = Math.min(size, from + limit)
    return Promise.resolve({ rows: Array.from({ length: to - from }, (_, at) => rowAt(from + at)), next: to < size ? String(to) : null })
  })
  return load
}

describe('row window', () => {
  const extent = fc.record({
    rows: fc.integer({ min: 1, max: 5_000_000 }),
    rowHeight: fc.integer({ min: 28, max: 72 }),
    viewport: fc.integer({ min: 100, max: 2000 })
  })

  test('a row that is shown is in sight, and never more than 200 rows are', () => {
    fc.assert(
      fc.property(extent, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (it, at, start) => {
        const row = Math.floor(at * (it.rows - 1))
        const offset = offsetShowing(it, offsetOf(it, start * TALLEST_PX), row)
        const { from, to } = rowsInSight(it, offset, 8)
        expect(from).toBeLessThanOrEqual(row)
        expect(to).toBeGreaterThan(row)
        expect(to - from).toBeLessThanOrEqual(200)
        expect(row * it.rowHeight).toBeGreaterThanOrEqual(offset - 0.001)
      })
    )
  })
  test('scrolling and its scale undo each other', () => {
    fc.assert(
      fc.property(extent, fc.double({ min: 0, max: 1, noNaN: true }), (it, at) => {
        const offset = offsetOf(it, at * TALLEST_PX)
        expect(offsetOf(it, scrollTopOf(it, offset))).toBeCloseTo(offset, 3)
      })
    )
  })
})

describe('row source', () => {
  test('asks for the page in sight only', async () => {
    const load = register(1_000_000)
    const source = createRowSource(load, () => 1_000_000)
    await source.want(0, 30)
    expect(load).toHaveBeenCalledTimes(1)
    expect(source.row(29)).toEqual(rowAt(29))
    expect(source.length.value).toBe(1_000_000)
  })
  test('walks to row one million with bounded memory and back again', async () => {
    const source = createRowSource(register(1_000_000), () => 1_000_000)
    await source.toEnd()
    expect(source.ended.value).toBe(true)
    expect(source.row(999_999)).toEqual(rowAt(999_999))
    const kept = Array.from({ length: 1_000_000 / PAGE_ROWS }, (_, page) => source.row(page * PAGE_ROWS)).filter(Boolean)
    expect(kept.length).toBeLessThanOrEqual(20)
    await source.want(500_000, 500_030)
    expect(source.row(500_015)).toEqual(rowAt(500_015))
  })
  test('corrects a count that was wrong', async () => {
    const source = createRowSource(register(450), () => 1000)
    await source.want(390, 450)
    expect(source.length.value).toBe(450)
  })
  test('keeps what it has and can try again › when the office fails', async () => {
    const load = register(500)
    load.mockRejectedValueOnce(new Error('lost'))
    const source = createRowSource(load, () => null)
    await source.want(0, 30)
    expect(source.failure.value).toBeInstanceOf(Error)
    await source.retry()
    expect(source.row(0)).toEqual(rowAt(0))
    expect(source.failure.value).toBeNull()
  })
  test('tells the office to stop › when cancelled, and drops the late answer', async () => {
    const held = register(500)
    const signals: AbortSignal[] = []
    const answers: (() => void)[] = []
    const source = createRowSource<Row>(
      async (request) => {
        signals.push(request.signal)
        await new Promise<void>((resolve) => answers.push(resolve))
        return held(request)
      },
      () => null
    )
    const asked = source.want(0, 30)
    source.cancel()
    expect(signals[0]?.aborted).toBe(true)
    answers[0]?.()
    await asked
    expect(source.row(0)).toBeUndefined()
  })
  test('says it is slow › after 300 ms', async () => {
    vi.useFakeTimers()
    const source = createRowSource<Row>(
      () => new Promise(() => undefined),
      () => null
    )
    void source.want(0, 30)
    await vi.advanceTimersByTimeAsync(299)
    expect(source.slow.value).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(source.slow.value).toBe(true)
    vi.useRealTimers()
  })
})

describe('selection', () => {
  test('all of the query › less those taken out again, loaded or not', () => {
    const selection = createSelection<Row>((row) => row.id)
    selection.selectAll()
    selection.toggle(rowAt(3))
    expect(selection.chosen.value).toEqual({ all: true, except: ['p3'] })
    expect(selection.has('p999999')).toBe(true)
    expect(selection.has('p3')).toBe(false)
    expect(selection.count(12_408)).toBe(12_407)
  })
})

describe('copying', () => {
  const table = [
    ['姓名', '证件号码'],
    ['王\t䶮', '610802********002X']
  ]
  test('breaks inside a cell do not break the table', () => {
    expect(asTabText(table)).toBe('姓名\t证件号码\r\n王 䶮\t610802********002X')
  })
  test('every cell is text for the spreadsheet, and markup stays text', () => {
    expect(asHtmlTable([['<b>&']])).toBe(`<table><tr><td style="mso-number-format:'\\@'">&lt;b&gt;&amp;</td></tr></table>`)
  })
})

describe('columns', () => {
  const columns: GridColumn<Row>[] = ['a', 'b', 'c'].map((id) => ({ id, title: id, text: (row) => row.name, width: 100 }))
  test('the first column leads and shows › whatever was remembered; unknown ones go, new ones come last', () => {
    const kept = [
      { id: 'gone', width: 50, hidden: false },
      { id: 'b', width: 222, hidden: true },
      { id: 'a', width: 90, hidden: true }
    ]
    expect(arrange(columns, kept).map(({ id, width, hidden }) => [id, width, hidden])).toEqual([
      ['a', 90, false],
      ['b', 222, true],
      ['c', 100, false]
    ])
  })
})

describe('DataGrid', () => {
  let mounted: VueWrapper | undefined
  afterEach(() => mounted?.unmount())
  const columns: GridColumn<Row>[] = [
    { id: 'name', title: '姓名', text: (row) => row.name, width: 120, isName: true },
    { id: 'id', title: '编号', text: (row) => row.id, width: 120 }
  ]
  const events: { open: Row[]; select: unknown[] } = { open: [], select: [] }

  const canRefresh = (it: unknown): it is { refresh: () => void } => typeof it === 'object' && it !== null && 'refresh' in it

  async function grid(size: number, total: number | null = size) {
    events.open = []
    events.select = []
    const wrapper = mount(DataGrid as Component, {
      props: {
        label: '人员',
        columns,
        load: register(size),
        rowId: (row: Row) => row.id,
        total,
        selectable: true,
        onOpen: (row: Row) => events.open.push(row),
        onSelect: (chosen: unknown) => events.select.push(chosen)
      },
      attachTo: document.body
    })
    mounted = wrapper
    await flushPromises()
    const box = wrapper.get<HTMLElement>('[role=grid]')
    const press = async (key: string, init: KeyboardEventInit = {}) => {
      await box.trigger('keydown', { key, ...init })
      await flushPromises()
    }
    const active = () => document.getElementById(box.attributes('aria-activedescendant') ?? '')?.textContent.trim()
    return { wrapper, box, press, active }
  }

  test('keeps the active cell in the page › past row 100 with ↓ alone', async () => {
    const { press, active, wrapper } = await grid(100_000)
    for (let at = 0; at < 250; at += 1) await press('ArrowDown')
    expect(active()).toBe('name250')
    expect(wrapper.findAll('[role=row]').length).toBeLessThanOrEqual(200)
  })
  test('goes to row one million and back › with Ctrl+End and Ctrl+Home', async () => {
    const { press, active } = await grid(1_000_000)
    await press('End', { ctrlKey: true })
    await vi.waitFor(() => expect(active()).toBe('p999999'))
    await press('ArrowUp')
    await press('Home')
    expect(active()).toBe('name999998')
    await press('Home', { ctrlKey: true })
    expect(active()).toBe('name0')
  })
  test('finds the end › of a list nobody counted', async () => {
    const { press, active, box } = await grid(1234, null)
    expect(box.attributes('aria-rowcount')).toBe('-1')
    await press('End', { ctrlKey: true })
    await vi.waitFor(() => expect(active()).toBe('p1233'))
    expect(box.attributes('aria-rowcount')).toBe('1235')
  })
  test('Page keys move by a sight, Home and End along the row', async () => {
    const { press, active } = await grid(1000)
    await press('PageDown')
    const first = active()
    expect(first).not.toBe('name0')
    await press('End')
    expect(active()).toBe(first?.replace('name', 'p'))
    await press('PageUp')
    await press('Home')
    expect(active()).toBe('name0')
  })
  test('Space chooses, Shift extends over pages, Ctrl+A takes the whole query', async () => {
    const { press } = await grid(1000)
    await press(' ')
    expect(events.select.at(-1)).toEqual({ all: false, ids: ['p0'] })
    await press('ArrowDown', { shiftKey: true })
    await press('ArrowDown', { shiftKey: true })
    expect(events.select.at(-1)).toEqual({ all: false, ids: ['p0', 'p1', 'p2'] })
    await press('a', { ctrlKey: true })
    expect(events.select.at(-1)).toEqual({ all: true, except: [] })
  })
  test('Enter opens the row once, not while held, not for the input method', async () => {
    const { press } = await grid(10)
    await press('ArrowDown')
    await press('Enter', { repeat: true })
    await press('Enter', { isComposing: true })
    expect(events.open).toEqual([])
    await press('Enter')
    expect(events.open).toEqual([rowAt(1)])
  })
  test('the active row stays the current one › while the panel beside has the keys, and is not thereby chosen', async () => {
    const { press, box, wrapper } = await grid(10)
    box.element.focus()
    await press('ArrowDown')
    const beside = document.createElement('button')
    document.body.append(beside)
    beside.focus()
    await nextTick()
    const current = wrapper.findAll('[aria-current=true]')
    expect(current.map((row) => [row.attributes('aria-rowindex'), row.attributes('aria-selected')])).toEqual([['3', 'false']])
    expect(current[0]?.classes()).toContain('is-active')
    beside.remove()
  })
  test('typing a word goes to the next row that starts with it', async () => {
    const { press, active } = await grid(300)
    for (const key of 'name15') await press(key)
    expect(active()).toBe('name15')
  })
  test('copies the chosen rows with their titles, masked as shown', async () => {
    const { press, box } = await grid(10)
    await press(' ')
    const data = new Map<string, string>()
    const event = Object.assign(new Event('copy', { bubbles: true, cancelable: true }), {
      clipboardData: { setData: (kind: string, text: string) => data.set(kind, text) }
    })
    box.element.dispatchEvent(event)
    expect(data.get('text/plain')).toBe('姓名\t编号\r\nname0\tp0')
  })
  test('says so › when nothing fits', async () => {
    const { wrapper } = await grid(0)
    expect(wrapper.text()).toContain('没有符合条件的记录')
  })
  test('starts over › when the question changes', async () => {
    const { wrapper, press, active } = await grid(1000)
    await press('PageDown')
    await press(' ')
    await wrapper.setProps({ query: '王' })
    await flushPromises()
    expect(active()).toBe('name0')
    expect(events.select.at(-1)).toEqual({ all: false, ids: [] })
  })
  test('a list that is refreshed keeps its place', async () => {
    const { wrapper, press, active } = await grid(1000)
    for (let at = 0; at < 40; at += 1) await press('ArrowDown')
    const exposed: unknown = wrapper.vm
    if (!canRefresh(exposed)) throw new TypeError('no refresh')
    exposed.refresh()
    await flushPromises()
    await nextTick()
    expect(active()).toBe('name40')
  })
})
