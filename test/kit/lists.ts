/** Townships' lists on a register of a real office: offered, looked at, tried and taken in as the screen does it. */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CallInput, Contract, Output } from '@shared/contract'
import { workbooks, type ImportReport } from '@shared/contract/workbooks'
import { residentIdCheckCharacter } from '@shared/domain'
import { createWorkbookHandlers, loadLayouts } from '../../electron/core/modules/workbooks'
import type { Register } from './register'

export const listHandlers = createWorkbookHandlers(loadLayouts(resolve(import.meta.dirname, '../../resources/workbooks')))
export type Apply = CallInput<Contract['workbooks']['apply']>
type Spec = Contract['workbooks']

export interface Lists {
  /** A file as the carrier hands it over. @returns its ticket */
  offer(content: string | Uint8Array, name?: string): string
  look(ticket: string): Promise<Output<Spec['look']>>
  /** The list with the mapping proposed for it. */
  planned(ticket: string, over?: Partial<Apply>): Promise<Apply>
  check(ticket: string, over?: Partial<Apply>): Promise<Output<Spec['check']>>
  apply(ticket: string, over?: Partial<Apply>): Promise<Output<Spec['apply']>>
  imports(): Promise<Output<Spec['imports']>['rows']>
  /** Everything the register holds, table by table. */
  dump(): string
}

const TABLES = [
  ...['person', 'person_episode', 'person_spouse', 'person_child', 'person_phone', 'person_consent', 'person_change', 'dwelling'],
  ...['employer', 'household', 'act_person']
]

/** @param handlers others than the usual ones, which read every list on their own thread */
export function listsOn(register: Register, handlers: typeof listHandlers = listHandlers): Lists {
  const { office } = register
  let files = 0
  const look: Lists['look'] = async (ticket) => handlers.look(office.job(), workbooks.look.input.parse({ ticket }))
  const planned: Lists['planned'] = async (ticket, over = {}) => {
    const { sheet, headerRow, columns, moveKind } = await look(ticket)
    const mapped = columns.flatMap(({ column, key }) => (key === null ? [] : [{ column, key }]))
    return { ticket, sheet, headerRow, columns: mapped, kind: moveKind, ...over }
  }
  return {
    look,
    planned,
    offer(content, name = '花名册.csv') {
      const path = join(office.places.spool, `${String(files++)}-${name}`)
      writeFileSync(path, content)
      return office.desk.offer(path, name).ticket
    },
    async check(ticket, over) {
      const { resume: _, ...wanted } = await planned(ticket, over)
      return workbooks.check.output.parse(await handlers.check(office.job(), workbooks.check.input.parse(wanted)))
    },
    apply: async (ticket, over) =>
      workbooks.apply.output.parse(await handlers.apply(office.job(), workbooks.apply.input.parse(await planned(ticket, over)))),
    imports: async () => (await Promise.resolve(handlers.imports(office.query(), {}))).rows,
    dump: () =>
      JSON.stringify([
        ...TABLES.map((table) => [table, office.db.all(`SELECT * FROM ${table} ORDER BY 1, 2`)]),
        ['person_search', office.db.all('SELECT rowid FROM person_search ORDER BY 1')]
      ])
  }
}

export const csv = (...lines: readonly (readonly string[])[]): string => `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
export const counts = ({ rows, fresh, changed, unchanged, doubtful, wrong }: ImportReport) => ({
  ...{ rows, fresh, changed, unchanged, doubtful, wrong }
})

/** A number that passes every check; an odd order is a man's. */
export function idNo(birth: string, order: number): string {
  const first = `610802${birth.replaceAll('-', '')}${String(order).padStart(3, '0')}`
  return `${first}${residentIdCheckCharacter(first)}`
}

export const HEAD = ['姓名', '身份证号', '户籍地区划', '联系电话', '流入日期', '现居住地区划', '现居住地址', '文化程度'] as const
export const listRow = (name: string, number: string, phone = '13800000000', day = '2025-03-05'): string[] => [
  ...[name, number, '141124', phone, day, '610802', '某路1号', '高中']
]
