/** docs/api.md is generated from the contract and must be true; run with `-u` after a change of the contract. */
import { expect, it } from 'vitest'
import { z } from 'zod'
import { contract, methods, permissions, type MethodSpec } from '../../shared/contract'
import { catalogue } from '../../shared/errors'

const shape = (schema: z.ZodType, io: 'input' | 'output'): string => JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))

function section(name: string, spec: MethodSpec): string {
  const lines = [
    `### ${name}`,
    '',
    `${spec.kind} · needs \`${spec.needs}\` (${permissions[spec.needs]}) · audit ${spec.audit ? `\`${spec.audit}\`` : '—'}`,
    ''
  ]
  if ((spec.kind === 'command' || spec.kind === 'job') && spec.approval)
    lines.push(
      `Two persons: “${spec.approval.title}”, agreed to by \`${spec.approval.permission}\` (${permissions[spec.approval.permission]})`,
      ''
    )
  if (spec.kind === 'job')
    lines.push(
      `Steps: ${Object.entries(spec.steps)
        .map(([step, label]) => `${step} ${label}`)
        .join(' → ')}`,
      ''
    )
  if (spec.fails?.length) lines.push(`Fails: ${spec.fails.map((code) => `\`${code}\``).join(', ')}`, '')
  lines.push(
    '<details><summary>input, output</summary>',
    '',
    '```json',
    shape(spec.input, 'input'),
    '```',
    '',
    '```json',
    shape(spec.output, 'output'),
    '```',
    '',
    '</details>',
    ''
  )
  return lines.join('\n')
}

it('docs/api.md › says what the contract says', async () => {
  const parts = ['# Methods', '', 'Generated from `shared/contract` by `test/house/contract-page.test.ts`; do not edit.', '']
  for (const module of Object.keys(contract)) {
    parts.push(`## ${module}`, '')
    for (const [name, spec] of methods) if (name.startsWith(`${module}.`)) parts.push(section(name, spec))
  }
  parts.push('## Failures', '', '| code | category | what | kept | to do |', '|---|---|---|---|---|')
  for (const [code, entry] of Object.entries(catalogue))
    parts.push(`| ${code} | ${entry.category} | ${entry.what} | ${entry.kept} | ${entry.todo} |`)
  await expect(`${parts.join('\n')}\n`).toMatchFileSnapshot('../../docs/api.md')
})

it('contract › declares for every method only known failures, and an audit event for every act', () => {
  for (const [name, spec] of methods) {
    for (const code of spec.fails ?? []) expect(catalogue, `${name} fails ${code}`).toHaveProperty([code])
    if (spec.kind !== 'query') expect(spec.audit, name).toMatch(/^[a-z_]+\.[a-z_]+$/)
  }
})

it('catalogue › says in three Chinese sentences what happened, what stayed and what to do', () => {
  for (const [code, entry] of Object.entries(catalogue)) {
    for (const sentence of [entry.what, entry.kept, entry.todo]) {
      expect(sentence, code).toMatch(/[\p{Script=Han}}]/u)
      expect(sentence, code).not.toMatch(/[!！]/)
    }
  }
})
