// Why: one list of what happened must be in the order of time also while its older pages are still to come.
import type { PersonView } from '@shared/contract/persons'
import { expect, it } from 'vitest'
import { slipRow } from '../../../test/kit/slip-view'
import { momentsOf } from './timeline'

const stay = (id: string, startedOn: string, endedOn: string | null) =>
  ({ id, kind: 'in', startedOn, endedOn, residenceName: '某镇' }) as PersonView['episodes'][number] // Only what the list reads.
const person = { episodes: [stay('a', '2020-01-05', '2024-06-01'), stay('b', '2025-09', null)] }
const slips = [
  slipRow({ id: '1' }),
  slipRow({ id: '2', issuedOn: '2026-03-01' }),
  slipRow({ id: '3', issuedOn: '2024-02-01', direction: 'in' })
]

it('momentsOf › the latest first › drafts before everything, moves among the slips', () => {
  const moments = momentsOf(person, { slips, more: false, services: [] })
  expect(moments.map(({ key }) => key)).toEqual(['slip 1', 'slip 2', 'stay b', 'end a', 'slip 3', 'stay a'])
  expect(moments.at(1)?.what).toBe('发给 乙局 协查')
  expect(moments.at(4)?.what).toBe('收到 乙局 协查')
})

it('momentsOf › older slips to come › holds back what is older than those that are here', () => {
  expect(momentsOf(person, { slips, more: true, services: [] }).map(({ key }) => key)).toEqual([
    'slip 1',
    'slip 2',
    'stay b',
    'end a',
    'slip 3'
  ])
})
