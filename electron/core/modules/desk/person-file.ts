/** The machine file of one person's data: what `holdings` says, with a version and the digest of its content (docs/formats/person-file.md). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract } from '@shared/contract'
import { Holdings } from '@shared/contract/desk'
import type { CommandContext, PreparedCommand } from '../../rpc'
import { sha256Hex } from '../../crypto'
import type { FormTemplates } from '../forms'
import { holdingsOf, shownRequest } from './holdings'
import { addEvent } from './queries'

/** Named in every file; a reader refuses what it does not know. */
export const PERSON_FILE = 'yipanqi-person/1'

interface Written {
  readonly format: typeof PERSON_FILE
  readonly office: { readonly code: string; readonly name: string }
  readonly writtenAt: string
  /** SHA-256 in hexadecimal over the UTF-8 of `JSON.stringify(data)`. */
  readonly digest: string
  readonly data: Holdings
}

/** @returns the text of the file */
export function personFile({ office, now }: Pick<CommandContext, 'office' | 'now'>, data: Holdings): string {
  const written: Written = {
    ...{ format: PERSON_FILE, office: { code: office.code, name: office.name }, writtenAt: now },
    ...{ digest: sha256Hex(JSON.stringify(data)), data }
  }
  return `${JSON.stringify(written, null, 2)}\n`
}

export const exportFile = (templates: FormTemplates) =>
  ({
    prepare: async (ctx, { id }) => {
      const { request, person } = shownRequest(ctx, id)
      return Holdings.parse(await holdingsOf(ctx, request, person, templates))
    },
    run: (ctx, { id }, data: Holdings) => {
      const { request, person } = shownRequest(ctx, id)
      const path = join(ctx.places.spool, `${ctx.newId()}.json`)
      writeFileSync(path, personFile(ctx, data))
      addEvent(ctx.db, request.seq, { at: ctx.now, by: ctx.actor.displayName, action: 'export', detail: null })
      ctx.note({ subject: person.id, detail: { request: String(request.number) } })
      // Numbers only: a file name is seen by more people than the file.
      return { file: ctx.files.give(path, `个人信息-${String(request.number)}.json`) }
    }
  }) satisfies PreparedCommand<Contract['desk']['exportFile'], Holdings>
