/** A late bundle of a revoked key is judged by its place, whatever its clock says. */
import { describe, expect, it } from 'vitest'
import { judgePlace, type Evidence } from './revoked-judge'

const rotated = (closings: Evidence['closings']): Evidence => ({ reason: 'rotated', closings, named: [] })
const lost = (closings: Evidence['closings'], ...named: readonly string[]): Evidence => ({ reason: 'lost', closings, named })

describe('judgePlace', () => {
  it('of a rotated or retired key › accepts up to the declared end › and nothing above', () => {
    expect(judgePlace({ id: 'x', seq: 4 }, rotated([{ last: 4, head: 'x' }]))).toBe('accept')
    expect(judgePlace({ id: 'x', seq: 5 }, rotated([{ last: 4, head: 'y' }]))).toBe('refuse')
    expect(
      judgePlace(
        { id: 'x', seq: 4 },
        {
          ...rotated([
            { last: 9, head: 'y' },
            { last: 3, head: 'z' }
          ]),
          reason: 'retired'
        }
      )
    ).toBe('refuse')
  })

  it('of an epoch whose end nobody declared yet › waits', () => {
    expect(judgePlace({ id: 'x', seq: 1 }, rotated([]))).toBe('wait')
    expect(judgePlace({ id: 'x', seq: 1 }, lost([]))).toBe('wait')
  })

  it('of a lost key › only the declared head, and what a bundle held names › comes in', () => {
    expect(judgePlace({ id: 'x', seq: 4 }, lost([{ last: 4, head: 'x' }]))).toBe('accept')
    expect(judgePlace({ id: 'forged', seq: 4 }, lost([{ last: 4, head: 'x' }]))).toBe('refuse')
    expect(judgePlace({ id: 'x', seq: 3 }, lost([{ last: 4, head: 'h' }], 'x'))).toBe('accept')
    expect(judgePlace({ id: 'forged', seq: 3 }, lost([{ last: 4, head: 'h' }], 'x'))).toBe('refuse')
  })

  it('of a lost key › whose successor is not held › waits for the chain', () => {
    expect(judgePlace({ id: 'x', seq: 3 }, lost([{ last: 4, head: 'h' }]))).toBe('wait')
  })
})
