/** The closing line of `npm test` must never look better than what happened. */
import { describe, expect, it } from 'vitest'
import { closingLine, countReport } from '../../scripts/test-report.mjs'

const file = (status: string, ...states: string[]) => ({
  name: 'a.test.ts',
  status,
  message: 'broken import',
  assertionResults: states.map((state, at) => ({ fullName: `test ${String(at)}`, status: state }))
})

describe('countReport', () => {
  it('counts passed, failed and skipped tests', () => {
    const counted = countReport({ testResults: [file('failed', 'passed', 'passed', 'failed', 'skipped', 'pending', 'todo')] }, false)
    expect(counted).toEqual({ passed: 2, failed: 1, failures: ['test 2'], skipped: ['test 3', 'test 4', 'test 5'] })
  })

  it('counts a file that did not load as one failure', () => {
    expect(countReport({ testResults: [file('failed'), file('passed', 'passed')] }, false)).toMatchObject({ passed: 1, failed: 1 })
  })

  it.each([
    ['the runner ended badly though every test passed', { testResults: [file('passed', 'passed')] }, false],
    ['there is no report', null, false],
    ['there is no report though the runner ended well', null, true],
    ['no test ran', { testResults: [] }, true]
  ])('counts a failure when %s', (_, report, exitedWell) => {
    expect(countReport(report, exitedWell).failed).toBe(1)
  })
})

describe('closingLine', () => {
  it('names skipped tests only when there are some', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
  })
})
