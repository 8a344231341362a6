// Why: what the checking page carries comes from outside as well, and must never become a part of its program.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { ProofNames } from '@shared/proof'
import { day } from '../../../../test/proof/kit'
import { proofPage } from './proof-page'

const namesBy = (maker: string): ProofNames => ({ maker, madeOn: day('2026-11-23'), practice: false, offices: [] })
const root = mkdtempSync(join(tmpdir(), 'proof-names-'))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

describe('the page handed out', () => {
  const built = join(root, 'proof-page.html')
  writeFileSync(built, '<script type="application/json" id="names">null</script>')
  it('holds the list, and names that would end the script stay names', () => {
    const hostile = '</script><script>alert(1)</script>$&'
    const page = proofPage(built, namesBy(hostile))
    expect(page.match(/<\/script>/g)).toHaveLength(1)
    const list = JSON.parse(/id="names">(.*)<\/script>/.exec(page)?.[1] ?? '') as ProofNames
    expect(list.maker).toBe(hostile)
    expect(readFileSync(built, 'utf8')).toContain('null')
  })

  it.each([
    ['nothing is built', null],
    ['the file is gone', join(root, 'none.html')]
  ])('%s › is said, and nothing is handed out', (_, file) => {
    expect(() => proofPage(file, namesBy('签发县'))).toThrow(expect.objectContaining({ code: 'keys.page_missing' }))
  })
})
