/** Why: one marriage written down in two files must be seen when they become one, and two marriages never taken for one. */
import { describe, expect, it } from 'vitest'
import { duplicates } from '@shared/contract/duplicates'
import { openRegister, someone } from '../../../../test/kit/register'
import { duplicateHandlers } from '../duplicates'
import { isSameMarriage, type ToldMarriage } from './twin-marriages'

const told = (over: Partial<ToldMarriage> = {}): ToldMarriage => ({
  ...{ id: 'x', who: null, name: '测乙', birthDate: null, idNo: null, certNo: null, startedOn: null },
  ...over
})

describe('isSameMarriage', () => {
  it.each<[string, Partial<ToldMarriage>, Partial<ToldMarriage>, boolean]>([
    ['the same name and nothing else', {}, {}, true],
    ['the same file', { who: 'a', name: '测乙' }, { who: 'a', name: '测丙' }, true],
    ['two files of one name', { who: 'a' }, { who: 'b' }, false],
    ['the same paper', { certNo: 'J1', name: '测乙' }, { certNo: 'J1', name: '测已' }, true],
    ['two papers', { certNo: 'J1' }, { certNo: 'J2' }, false],
    ['another number', { idNo: '1' }, { idNo: '2' }, false],
    ['the same number under two names', { idNo: '1', name: '测乙' }, { idNo: '1', name: '测已' }, true],
    ['another birthday', { birthDate: '1988-01-01' }, { birthDate: '1988-01-02' }, false],
    ['a birthday and its year', { birthDate: '1988-01-01' }, { birthDate: '1988' }, true],
    ['married twice to one person', { who: 'a', startedOn: '2001' }, { who: 'a', startedOn: '2010-05-01' }, false],
    ['no name', { name: null }, {}, false]
  ])('%s', (_, one, other, same) => {
    expect(isSameMarriage(told(one), told(other))).toBe(same)
    expect(isSameMarriage(told(other), told(one))).toBe(same)
  })
})

describe('after a merge', () => {
  it('warnings › the marriage stands in both files › name it once, and no more once the merge is taken back', async () => {
    const register = await openRegister()
    try {
      const husband = (await register.put({ name: '测夫', sex: '1' })).id
      const wife = (spouses: object[]) => register.save({ person: someone({ name: '测妻', marital: '20' }), spouses: spouses })
      const [one, other] = [
        (await wife([{ personId: husband, startedOn: '2010' }])).id,
        (await wife([{ name: '测夫', birthDate: '1990-02-28', startedOn: '2010-05-01' }])).id
      ]
      const merge = duplicates.merge.input.parse({
        ...{ survivor: one, merged: other, taken: [] },
        ...{ survivorRevision: register.get(one).revision, mergedRevision: register.get(other).revision }
      })
      const { act } = await register.office.command<{ act: string }>(duplicateHandlers.merge, merge)
      const twice = (id: string) => register.get(id).warnings.filter(({ code }) => code === 'marriage_twice')
      expect(twice(one)).toHaveLength(1)
      expect(twice(one)[0]?.text).toContain('像是同一段')
      await register.office.command(duplicateHandlers.unmerge, duplicates.unmerge.input.parse({ act }))
      expect([...twice(one), ...twice(other)]).toEqual([])
    } finally {
      register.close()
    }
  })
})
