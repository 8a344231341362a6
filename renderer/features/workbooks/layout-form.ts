/** A template of the office's own as it is typed: name, direction, and for each column the county's title and the field behind it. */
import type { CallInput, Contract } from '@shared/contract'
import type { Layouts } from './list-words'
import { moveKinds, type MoveKind } from './list-words'

export type Layout = Layouts['layouts'][number]

export interface LayoutForm {
  name: string
  kind: MoveKind | null
  columns: { title: string; key: string | null }[]
}

/** What the form is about: a template of the office, or a new one made after another. */
export interface LayoutSubject {
  readonly id: string | null
  readonly revision: number | null
  readonly form: LayoutForm
}

const kindOf = (kind: string | null): MoveKind | null => moveKinds.find(({ value }) => value === kind)?.value ?? null

export const changing = ({ id, revision, name, kind, columns }: Layout): LayoutSubject => ({
  ...{ id, revision },
  form: { name, kind, columns: columns.map(({ key, title }) => ({ key, title })) }
})

/** A copy under a name of its own; the own number of the program is not asked of townships. */
export const copying = ({ name, kind, columns }: Layout): LayoutSubject => ({
  ...{ id: null, revision: null },
  form: {
    name: `本单位${name}`.slice(0, 30),
    kind,
    columns: columns.filter(({ key }) => key !== 'id').map(({ key, title }) => ({ key, title }))
  }
})

/** @returns path of the field → what is missing or stands twice */
export function layoutErrors({ name, columns }: LayoutForm): Record<string, string> {
  const errors: Record<string, string> = {}
  if (name.trim() === '') errors['name'] = '请填模板名称'
  if (/[\\/:*?"<>|[\]']/.test(name)) errors['name'] = '名称不能有 \\ / : * ? " < > | [ ] 这些符号'
  if (columns.length === 0) errors['columns'] = '请至少留一列'
  const titles = columns.map(({ title }) => title.trim())
  columns.forEach(({ key }, at) => {
    const place = `第 ${String(at + 1)} 列`
    const title = titles[at] ?? ''
    if (title === '') errors['columns'] ??= `${place}没有标题`
    else if (titles.indexOf(title) < at) errors['columns'] ??= `${place}的标题“${title}”前面已经有了`
    if (key === null) errors['columns'] ??= `${place}没有选对应的项目`
    else if (columns.findIndex((column) => column.key === key) < at) errors['columns'] ??= `${place}对应的项目前面已经有了`
  })
  return errors
}

export const layoutInput = (
  { id, revision }: LayoutSubject,
  { name, kind, columns }: LayoutForm
): CallInput<Contract['workbooks']['saveLayout']> => ({
  ...{ id, revision, name: name.trim(), kind },
  columns: columns.flatMap(({ key, title }) => (key === null ? [] : [{ key, title: title.trim() }]))
})

const isColumn = (value: unknown): value is LayoutForm['columns'][number] =>
  typeof value === 'object' &&
  value !== null &&
  'title' in value &&
  typeof value.title === 'string' &&
  'key' in value &&
  (value.key === null || typeof value.key === 'string')

/** @returns a draft of this form; null for anything else */
export function layoutDraft(kept: unknown): LayoutForm | null {
  if (typeof kept !== 'object' || kept === null || !('name' in kept) || !('kind' in kept) || !('columns' in kept)) return null
  const { name, kind, columns } = kept
  if (typeof name !== 'string' || (kind !== null && typeof kind !== 'string') || !Array.isArray(columns) || !columns.every(isColumn))
    return null
  return { name, kind: kindOf(kind), columns: columns.map(({ title, key }) => ({ title, key })) }
}
