/** The made-up offices as the first Enter makes them, made once for all walks that go on from there; each walk works on a copy. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { runBin } from './command-line'

declare module 'vitest' {
  interface ProvidedContext {
    readonly madePractice: string
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const root = mkdtempSync(join(tmpdir(), 'yipanqi-practice-'))
  const data = join(root, 'data')
  const { exit, stderr } = await runBin('practice', '--data', data)
  if (exit !== 0) throw new Error(`no practice office: ${stderr}`)
  project.provide('madePractice', data)
  return () => rmSync(root, { recursive: true, force: true })
}
