/** Looks at a page as axe-core does: what shuts out people who see, hear or move differently. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect } from 'vitest'
import type { Clerk } from './browser'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly impact?: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}
declare global {
  interface Window {
    axe: { run(context: Document): Promise<{ violations: Finding[]; passes: unknown[] }> }
  }
}

/** Serious and critical findings of the page as it stands, each in one line. */
export async function findings({ page, cdp }: Clerk): Promise<string[]> {
  // By the protocol: the page's own content policy lets no script in, and is not loosened for a test.
  await cdp.send('Runtime.evaluate', { expression: `if (!window.axe) { ${source} }` })
  const { found, looked } = await page.evaluate(async () => {
    const { violations, passes } = await window.axe.run(document)
    return { found: violations, looked: passes.length }
  })
  expect(looked).toBeGreaterThan(10)
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 300)}`)
    )
}
