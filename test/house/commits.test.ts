/** Holds the history to one form of subject line, so that it can be read as a list of decisions. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './house-files'

const hasHistory = existsSync(join(root, '.git'))
const SUBJECT = /^(feat|fix|docs|test|build|ci|refactor|perf|style|chore|revert)\([a-z0-9][a-z0-9-]*\): [a-z0-9].{2,98}[^.\s]$/

/** What is wrong with a subject line; null when it has the form `type(module): imperative subject`. */
const faultOf = (subject: string): string | null => (SUBJECT.test(subject) ? null : `not "type(module): imperative subject": ${subject}`)

describe('commit messages', () => {
  it.skipIf(!hasHistory)(`have type, module and subject${hasHistory ? '' : ' (no .git folder here, so no history to read)'}`, () => {
    const log = execFileSync('git', ['log', '--no-merges', '--format=%s'], { cwd: root, encoding: 'utf8', maxBuffer: 64_000_000 })
    const subjects = log.split('\n').filter((subject) => subject !== '')
    expect(subjects.length).toBeGreaterThan(0)
    expect(subjects.map(faultOf).filter((fault) => fault !== null)).toEqual([])
  })

  it.each(['Feat(slips): issue a slip', 'feat: issue a slip', 'feat(slips): issue a slip.', 'feat(slips) issue a slip', 'wip'])(
    'refuses %j',
    (subject) => {
      expect(faultOf(subject)).toContain('imperative subject')
    }
  )
})
