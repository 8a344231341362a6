// Why: the far end of a register must be one step away, and its length right even when it was counted wrong.
import { describe, expect, test, vi } from 'vitest'
import { createRowSource, type PageRequest } from './row-source'

interface Row {
  readonly id: string
}
const rowAt = (index: number): Row => ({ id: `p${String(index)}` })

/** A register of `size` rows that begins at any row when asked without a cursor. */
function jumpingRegister(size: number) {
  return vi.fn(({ cursor, at = 0, limit }: PageRequest) => {
    const from = cursor === null ? at : Number(cursor)
    const to = Math.min(size, from + limit)
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, row) => rowAt(from + row))
    return Promise.resolve({ rows, next: to < size ? String(to) : null })
  })
}

describe('row source that jumps', () => {
  test('asks once for rows far down, and pages both ways from there', async () => {
    const load = jumpingRegister(1_000_000)
    const source = createRowSource<Row>(
      load,
      () => 1_000_000,
      () => true
    )
    await source.want(900_010, 900_050)
    expect(load).toHaveBeenCalledTimes(1)
    expect(load.mock.calls[0]?.[0]).toMatchObject({ cursor: null, at: 900_000 })
    expect(source.row(900_020)).toEqual(rowAt(900_020))
    await source.want(900_190, 900_230)
    expect(load.mock.calls[1]?.[0]).toMatchObject({ cursor: '900200' })
    await source.want(899_950, 899_990)
    expect(source.row(899_960)).toEqual(rowAt(899_960))
    expect(load).toHaveBeenCalledTimes(3)
  })
  test('reaches the end by its count in one step', async () => {
    const load = jumpingRegister(1_000_000)
    const source = createRowSource<Row>(
      load,
      () => 1_000_000,
      () => true
    )
    await source.toEnd()
    expect([source.ended.value, source.length.value, load.mock.calls.length]).toEqual([true, 1_000_000, 1])
    expect(source.row(999_999)).toEqual(rowAt(999_999))
  })
  test.each([0, 1, 199, 200, 201, 400, 5000, 77_777])('finds the true end of %i rows, whatever was counted', async (size) => {
    for (const counted of [null, 0, 1, 150, 6000, 90_000]) {
      const source = createRowSource<Row>(
        jumpingRegister(size),
        () => counted,
        () => true
      )
      await source.toEnd()
      expect([source.ended.value, source.length.value], String(counted)).toEqual([true, size])
      if (size > 0) {
        await source.want(size - 1, size)
        expect(source.row(size - 1), String(counted)).toEqual(rowAt(size - 1))
      }
    }
  })
})
