/** What the person's own requests need of the file: every file of the group, consents that hold, and which changes were made for a request. */
import type { ReadDb } from '../../db'
import type { CommandContext } from '../../rpc'
import type { ConsentRecord, PhoneRecord } from './dependents'
import { openEdit, put, standing } from './edit'
import type { PersonFile } from './file'
import { groupOf, survivorOf } from './group'
import { countChangesFor, idsOfFiles } from './queries/marks'
import { fileOf, personBySeq } from './queries/files'
import type { PersonRecord } from './record'
import { originOf } from './save'
import { changeFile } from './store'

/** @returns ids of the file that goes on and of all merged into it, by the id of any of them @throws AppError `persons.unknown` */
export const filesOfGroup = (db: ReadDb, id: string): string[] => idsOfFiles(db, groupOf(db, survivorOf(db, id).seq))

/** Every file of the person with what hangs on it. */
export const wholeFiles = (db: ReadDb, seq: number): PersonFile[] =>
  groupOf(db, seq).flatMap((member) => {
    const person = personBySeq(db, member)
    return person === undefined ? [] : [fileOf(db, person)]
  })

export const consentsOf = (db: ReadDb, seq: number): ConsentRecord[] => wholeFiles(db, seq).flatMap(({ consent }) => [...consent])
export const phonesOf = (db: ReadDb, seq: number): PhoneRecord[] => wholeFiles(db, seq).flatMap(({ phone }) => [...phone])

/** @returns how many changes of the files name the reason */
export const changesMadeFor = (db: ReadDb, files: readonly string[], reason: string): number => countChangesFor(db, files, reason)

/** Notes on a consent that it no longer holds. @throws AppError `persons.record_unknown` */
export function withdrawConsent(ctx: CommandContext, person: PersonRecord, consent: string, on: string, why: string): void {
  const edit = openEdit(ctx.db, person)
  const { seq, row } = standing(edit, 'consent', consent)
  if (row.withdrawn_on !== null) return
  put(edit, 'consent', seq, { ...row, withdrawn_on: on < row.given_on ? row.given_on : on, withdrawn_reason: why })
  for (const [file, before] of edit.before) changeFile(ctx, before, edit.after.get(file) ?? before, originOf(ctx, why))
}
