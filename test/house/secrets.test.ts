/** Passphrases and keys travel in no command line, no environment, no crash file: other users of a PC can read the first two, and strangers are handed the third. */
import { describe, expect, it } from 'vitest'
import { USAGE } from '../../electron/cli/arguments'
import { sourceFiles, textOf } from './house-files'

const program = sourceFiles(['electron', 'shared', 'renderer', 'bin', 'scripts'], /\.(ts|mjs|vue)$/).filter(
  (file) => !/\.test\.ts$|\.d\.mts$/.test(file)
)
const carriers = program.filter((file) => /^(electron|bin)\//.test(file))
const SECRET = /pass(phrase|word)?|secret|recovery|dataKey|token/i

/** Arguments of every call of a name, up to the closing bracket of the same depth. */
function callsOf(name: RegExp, text: string): string[] {
  const found: string[] = []
  for (const match of text.matchAll(name)) {
    let depth = 0
    let at = match.index + match[0].length - 1
    const from = at
    do {
      const char = text[at]
      if (char === '(') depth += 1
      if (char === ')') depth -= 1
      at += 1
    } while (depth > 0 && at < text.length)
    found.push(text.slice(from, at))
  }
  return found
}

describe('secrets', () => {
  it('the command line › takes passphrases and keys from files alone', () => {
    const options = [...USAGE.matchAll(/--([a-z-]+)/g)].map(([, option = '']) => option)
    expect(options.length).toBeGreaterThan(20)
    expect(options.filter((option) => SECRET.test(option) && !option.endsWith('-file'))).toEqual([])
  })

  it('programs that are started › are these, and none is given a secret', () => {
    const starters = carriers.filter((file) => /from 'node:child_process'|utilityProcess\.fork/.test(textOf(file)))
    expect(starters).toEqual([
      'electron/core/card-reader/helper-process.ts',
      'electron/core/platform/drives.ts',
      'electron/core/platform/eject.ts',
      'electron/core/platform/printers.ts',
      'electron/loopback/browser.ts',
      'electron/loopback/paper.ts',
      'electron/main/core-process.ts'
    ])
    const starts = starters.flatMap((file) => callsOf(/\b(spawn|start|execFile|fork)\(/g, textOf(file)))
    expect(starts.length).toBeGreaterThanOrEqual(6)
    expect(starts.filter((call) => SECRET.test(call))).toEqual([])
    expect(textOf('electron/place/core-messages.ts').match(/interface CoreStart \{[^}]*\}/)?.[0]).not.toMatch(SECRET)
  })

  it('the environment › is never written, and never asked for a secret', () => {
    for (const file of carriers) {
      const text = textOf(file)
      expect(text, file).not.toMatch(/process\.env(\.\w+|\[[^\]]+\])\s*=[^=]/)
      for (const [read] of text.matchAll(/\benv\[?['.][\w']+/g)) expect(SECRET.test(read), `${file}: ${read}`).toBe(false)
    }
  })

  it('crash files and heaps › are written by nothing of ours', () => {
    const wrong = program.filter((file) =>
      /crashReporter|writeHeapSnapshot|process\.report|--heapsnapshot|--report-|node:inspector|Error\.captureStackTrace\(.*key/i.test(
        textOf(file)
      )
    )
    expect(wrong).toEqual([])
    expect(textOf('electron/loopback/browser.ts')).toContain('--disable-breakpad')
  })

  it('what goes to the terminal › is lines of the command line and of the verifier, never console output of the office', () => {
    const loud = carriers.filter(
      (file) => file.startsWith('electron/') && /\bconsole\.\w+\(|process\.std(out|err)\.write/.test(textOf(file))
    )
    expect(loud).toEqual(['electron/cli/index.ts', 'electron/verifier/index.ts'])
  })

  it('what the office keeps of keys › is wiped where it is closed', () => {
    const text = textOf('electron/core/house/open-office.ts')
    expect(text).toContain('dataKey.fill(0)')
    expect(text).toContain('wipe(held)')
    expect(textOf('electron/core/house/key-files.ts')).toContain('seed.fill(0)')
  })
})
