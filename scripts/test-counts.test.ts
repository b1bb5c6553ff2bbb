/** Guards that the closing line of a test run counts what ran, and that nothing broken counts as passed. */
import { describe, expect, test } from 'vitest'
import { countCheck, countPlaywright, countVitest, toClosingLine } from './test-counts.ts'

const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0, testResults: [] }

describe('test counts', () => {
  test('take the numbers of a Vitest report', () => {
    expect(countVitest(vitest)).toEqual({ passed: 5, failed: 1, skipped: 2 })
  })

  test('count a test file that could not be loaded as a failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }]
    expect(countVitest({ ...vitest, testResults }).failed).toBe(2)
  })

  test('take the numbers of a Playwright report', () => {
    const stats = { expected: 7, unexpected: 2, flaky: 1, skipped: 3 }
    expect(countPlaywright({ stats })).toEqual({ passed: 8, failed: 2, skipped: 3 })
  })

  test('refuse a report without numbers', () => {
    expect(() => countVitest({})).toThrow()
    expect(() => countPlaywright({ errors: [] })).toThrow()
  })

  test('end in one plain line', () => {
    expect(toClosingLine([countCheck(true), countCheck(false)])).toBe('1 passed, 1 failed')
    expect(toClosingLine([countCheck(true), { passed: 3, failed: 0, skipped: 2 }])).toBe(
      '4 passed, 0 failed, 2 skipped',
    )
  })
})
