/** Types of test-report.mjs for the test that checks it. */
export interface TestReport {
  readonly testResults?: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}
export function countReport(
  report: TestReport | null,
  exitedWell: boolean
): { readonly passed: number; readonly failed: number; readonly failures: readonly string[]; readonly skipped: readonly string[] }
export function closingLine(total: { readonly passed: number; readonly failed: number; readonly skipped: number }): string
