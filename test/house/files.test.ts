/** Holds every source file to the house's manners: an opening sentence, a readable size, a telling name, nothing put off. */
import { describe, expect, it } from 'vitest'
import { sourceFiles, textOf } from './house-files'

const files = sourceFiles()
const MAX_LINES = 400
/** Names that say nothing about what is inside. */
const IDLE_NAMES = /(^|\/)(utils?|helpers?|common|managers?|misc)(\/|\.[a-z.]+$)/
const PUT_OFF = /\b(TODO|FIXME|XXX|HACK)\b/

const openingOf = (file: string): string => {
  const text = textOf(file)
    .replace(/^#!.*\n/, '')
    .trimStart()
  const [comment = ''] = /^(\/\*[\s\S]*?\*\/|(\/\/[^\n]*\n)+|<!--[\s\S]*?-->)/.exec(text) ?? []
  return comment.replace(/<!--|-->|\/\*+|\*\/|^\s*\*|\/\//gm, '').trim()
}

describe('source files', () => {
  it('open with a sentence saying why they exist', () => {
    expect(files.filter((file) => openingOf(file).length < 20)).toEqual([])
  })

  it(`have at most ${String(MAX_LINES)} lines`, () => {
    expect(files.filter((file) => textOf(file).split('\n').length > MAX_LINES + 1)).toEqual([])
  })

  it('are named after what they hold, in kebab-case', () => {
    expect(files.filter((file) => IDLE_NAMES.test(file))).toEqual([])
    expect(files.filter((file) => /[A-Z_ ]/.test(file.split('/').at(-1) ?? ''))).toEqual([])
  })

  it('put nothing off', () => {
    expect(files.filter((file) => PUT_OFF.test(textOf(file)) && !file.startsWith('test/house/'))).toEqual([])
  })

  it('use no enum and no namespace', () => {
    expect(files.filter((file) => file.endsWith('.ts') && /^\s*(export\s+)?(const\s+)?(enum|namespace)\s+\w/m.test(textOf(file)))).toEqual(
      []
    )
  })

  it('carry no address of a package registry and no home folder', () => {
    const address = /registry\.npmjs|\/home\/[a-z]|\/root\/|C:\\\\Users/i
    expect(files.filter((file) => address.test(textOf(file)) && !file.startsWith('test/house/'))).toEqual([])
  })
})
