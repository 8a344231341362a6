// Counts a Vitest JSON report so that nothing that went wrong is left out of the closing line.

/**
 * @param {{ testResults?: { name: string, status: string, message?: string, assertionResults: { fullName: string, status: string }[] }[] } | null} report
 * @param {boolean} exitedWell whether the test runner itself ended with 0
 * @returns {{ passed: number, failed: number, failures: string[], skipped: string[] }}
 */
export function countReport(report, exitedWell) {
  const files = report?.testResults ?? []
  const tests = files.flatMap((file) => file.assertionResults)
  const named = (...states) => tests.filter((test) => states.includes(test.status)).map((test) => test.fullName)
  const broken = files
    .filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
    .map((file) => `${file.name} (the file itself: ${(file.message ?? '').split('\n')[0]})`)
  const failures = [...named('failed'), ...broken]
  if (!exitedWell && failures.length === 0) failures.push('the test runner ended with an error outside any test')
  if (exitedWell && tests.length === 0) failures.push('no test was run')
  return { passed: named('passed').length, failed: failures.length, failures, skipped: named('skipped', 'pending', 'todo', 'disabled') }
}

/** @param {{ passed: number, failed: number, skipped: number }} total @returns {string} the line that CI reads */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
