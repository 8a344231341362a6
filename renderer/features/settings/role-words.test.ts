// Why: whoever gives a post must not be told that it sees less than it does.
import { grantsOf, offeredRoles, permissions } from '@shared/contract'
import { describe, expect, test } from 'vitest'
import { roleLabels, roleWords } from './role-words'

describe('role words', () => {
  test.each(offeredRoles)('%s › names every permission it carries', (role) => {
    const words = roleWords.find(({ id }) => id === role)
    for (const grant of grantsOf([role])) if (grant !== 'public' && grant !== 'signed-in') expect(words?.may).toContain(permissions[grant])
  })

  test('administrator, overseer and statistician › are said to see no person; nobody else is', () => {
    const blind = roleWords.filter(({ not }) => not.includes('看不到任何人员')).map(({ id }) => id)
    expect(blind).toEqual(offeredRoles.filter((role) => !grantsOf([role]).has('persons.read')))
    expect(blind).toContain('administrator')
    expect(blind).toContain('overseer')
  })

  test('labels › keep the order of the list, whatever order they were given in', () => {
    expect(roleLabels(['overseer', 'window'])).toBe('窗口、监督')
  })
})
