// Why: results typed by the order of a paper must go to the slip they stand under, and never overrule what somebody declined.
import { expect, it } from 'vitest'
import type { CheckRow } from '@shared/contract/check-sheets'
import { checkDraftOf, entered, foundOf, linesOf, nextOpen, wholeAnswers, type CheckForm } from './check-form'

const item = (code: string) => ({ code, label: code, level: 'L2', value: null })
const row = (slipId: string, part: Partial<CheckRow> = {}): CheckRow => ({
  ...{ row: 1, slipId, slipNo: null, kind: 'XC', partnerName: '乙局', dueOn: null, name: '王小明', sex: '1', birthDate: '1990', door: '' },
  ...{ state: 'open', items: [item('identity'), item('contact')], findings: [], declined: [] },
  ...part
})
const walk = { method: 'visit', verifiedOn: '2026-03-05' }
const at = <T>(list: readonly T[], place: number): T => {
  const found = list[place]
  if (found === undefined) throw new RangeError(String(place))
  return found
}

it('linesOf › one line an item, one for a slip nothing is entered for', () => {
  const lines = linesOf([row('a'), row('b', { state: 'unpaired' }), row('c', { declined: ['contact'] })])
  expect(lines.map(({ key, settled }) => [key, settled])).toEqual([
    ['a identity', false],
    ['a contact', false],
    ['b', true],
    ['c identity', false],
    ['c contact', true]
  ])
})

it('nextOpen › walks down, over what is settled, and begins anew at the top', () => {
  const lines = linesOf([row('a'), row('b', { state: 'done' }), row('c', { declined: ['contact'] })])
  let form: CheckForm = {}
  expect([nextOpen(lines, form, 0), nextOpen(lines, form, 2)]).toEqual([0, 3])
  form = entered(form, at(lines, 3), { status: 'differs', value: '甲' }, walk)
  expect(nextOpen(lines, form, 3)).toBe(0)
  for (const place of [0, 1]) form = entered(form, at(lines, place), { status: 'confirmed', value: '' }, walk)
  expect(nextOpen(lines, form, 0)).toBe(-1)
})

it('wholeAnswers › only slips whose every item is settled; silent findings carry nothing; declined stands', () => {
  const rows = [row('a'), row('c', { declined: ['contact'] })]
  const lines = linesOf(rows)
  let form: CheckForm = entered({}, at(lines, 0), { status: 'declined', value: '不该带的' }, walk)
  expect(wholeAnswers(rows, form)).toEqual([])
  form = entered(form, at(lines, 1), { status: 'differs', value: ' 139 ' }, walk)
  form = entered(form, at(lines, 2), { status: 'unverifiable', value: '' }, walk)
  // Whatever a draft of another day says.
  form = entered(form, at(lines, 3), { status: 'confirmed', value: '' }, walk)
  expect(wholeAnswers(rows, form)).toEqual([
    {
      ...{ id: 'a', method: 'visit', verifiedOn: '2026-03-05', note: null },
      findings: [
        { code: 'identity', status: 'declined', value: null },
        { code: 'contact', status: 'differs', value: '139' }
      ]
    },
    {
      ...{ id: 'c', method: 'visit', verifiedOn: '2026-03-05', note: null },
      findings: [
        { code: 'identity', status: 'unverifiable', value: null },
        { code: 'contact', status: 'declined', value: null }
      ]
    }
  ])
})

it('checkDraftOf › keeps what belongs to slips still open, and refuses what is no draft', () => {
  const rows = [row('a'), row('b', { state: 'done' })]
  const form = entered({}, at(linesOf(rows), 0), { status: 'confirmed', value: '' }, walk)
  const kept: unknown = JSON.parse(JSON.stringify({ ...form, b: form['a'], z: 1 }))
  expect(checkDraftOf(kept, rows)).toEqual(form)
  expect(foundOf(checkDraftOf(kept, rows) ?? {}, at(linesOf(rows), 0)).status).toBe('confirmed')
  for (const junk of [null, 1, 'x']) expect(checkDraftOf(junk, rows)).toBeNull()
})
