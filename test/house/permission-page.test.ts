/** docs/permissions.md is generated from the contract and must be true; run with `-u` after a change of posts, permissions or methods. */
import { expect, it } from 'vitest'
import { grantsOf, methods, permissions, roleNames, roles, type MethodSpec, type Permission } from '../../shared/contract'
import { wholeCountyOnly } from '../../shared/contract/permissions'

const mark = (yes: boolean): string => (yes ? '●' : '')
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const approvalOf = (spec: MethodSpec): Permission | null =>
  spec.kind === 'command' || spec.kind === 'job' ? (spec.approval?.permission ?? null) : null

function permissionTable(): string[] {
  const open: readonly Permission[] = ['public', 'signed-in']
  const names = (Object.keys(permissions) as Permission[]).filter((name) => !open.includes(name))
  return [
    row('permission', 'in words', ...roleNames.map((role) => roles[role].label), 'whole county only'),
    row(...Array.from({ length: roleNames.length + 3 }, () => '---')),
    ...names.map((name) =>
      row(`\`${name}\``, permissions[name], ...roleNames.map((role) => mark(grantsOf([role]).has(name))), mark(wholeCountyOnly.has(name)))
    )
  ]
}

function methodTable(): string[] {
  return [
    row('method', 'kind', 'needs', ...roleNames.map((role) => roles[role].label), 'two persons'),
    row(...Array.from({ length: roleNames.length + 4 }, () => '---')),
    ...[...methods].map(([name, spec]) => {
      const second = approvalOf(spec)
      const posts = roleNames.map((role) => mark(grantsOf([role]).has(spec.needs)))
      return row(name, spec.kind, `\`${spec.needs}\``, ...posts, second === null ? '' : `\`${second}\``)
    })
  ]
}

it('docs/permissions.md › says which post may call what', async () => {
  const page = [
    '# Who may do what',
    '',
    'Generated from `shared/contract` by `test/house/permission-page.test.ts`; do not edit. An account with several posts holds the permissions of all;',
    'one that is bound to a unit holds none of those marked “whole county only”. Explored by `test/scope`.',
    '',
    '## Permissions of the posts',
    '',
    ...permissionTable(),
    '',
    '## Methods',
    '',
    ...methodTable(),
    ''
  ]
  await expect(page.join('\n')).toMatchFileSnapshot('../../docs/permissions.md')
})
