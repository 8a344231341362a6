// Why: a clerk with a slip in hand types its number to find the person, who must be one key away and never somebody else.
import { expect, it, vi } from 'vitest'
import type { Office } from '@renderer/client'
import { slipRow, slipView } from '../../../test/kit/slip-view'
import { view } from '../../../test/kit/person-view'
import { feature } from '.'

const person = { ...view(), id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb199', name: '测甲' }
const numbered = slipRow({ slipNo: '610802-00-XC-2026-000123' })
const signal = new AbortController().signal

function officeWith(rows: readonly ReturnType<typeof slipRow>[], answer = slipView({ ...numbered, person: person as never })) {
  const get = vi.fn(() => Promise.resolve(answer))
  const office = { client: { slips: { search: () => Promise.resolve({ rows, next: null }), get } } } as unknown as Office // Only the ledger is asked.
  return { office, get }
}
const titles = async (text: string, office: Office): Promise<string[]> =>
  (await feature.search?.suggest(text, office, signal))?.map(({ title, detail }) => `${title} ${detail}`) ?? []

it.each(['610802-00-XC-2026-000123', '2026-000123', ' 000123', '610802-00-xc-2026-000123'])(
  'search › shows the person a slip is about › for its number %j',
  async (text) => {
    const { office } = officeWith([numbered])
    expect(await titles(text, office)).toEqual([
      expect.stringContaining('610802-00-XC-2026-000123'),
      '测甲 单 610802-00-XC-2026-000123 的当事人'
    ])
    const hits = (await feature.search?.suggest(text, office, signal)) ?? []
    expect(hits.at(-1)?.to).toEqual({ name: 'persons', query: { text: '测甲', status: 'all', person: person.id } })
  }
)

it('search › asks for nobody › for a name, a short piece, many slips, or a slip nobody is paired with', async () => {
  const { office, get } = officeWith([numbered])
  expect(await titles('王小明', office)).toHaveLength(1)
  expect(await titles('123', office)).toHaveLength(1)
  const many = officeWith([numbered, { ...numbered, id: 'b' }, { ...numbered, id: 'c' }])
  expect(await titles('000123', many.office)).toHaveLength(3)
  expect([get.mock.calls, many.get.mock.calls]).toEqual([[], []])
  expect(await titles('000123', officeWith([numbered], slipView({ ...numbered, person: null })).office)).toHaveLength(1)
})
