/** The door of the reader module: reading an identity card at the clerk's word, and choosing the helper that does it. */
import { AppError } from '@shared/errors'
import { editionOn, type ReferenceBook, type Day } from '@shared/domain'
import { ethnicityCode, idTypeOfCard, type CardFacts } from '@shared/domain/card-facts'
import type { Contract } from '@shared/contract'
import type { ReaderStatus } from '@shared/contract/reader'
import { findProgram, ReaderProgram, type CardReader, type ReaderChoice, type ReadCard, type ReadOrder } from '../../card-reader'
import type { ReadDb } from '../../db'
import type { CallContext, Handlers, PreparedCommand, QueryContext } from '../../rpc'
import { cardWarnings, failedChecks } from './card-warnings'
import { chooseProgram, chosenProgram, forgetProgram } from './queries'

const PRACTICE_NAME = '演练读卡器'

function programOf(db: ReadDb): ReaderProgram | null {
  const json = chosenProgram(db)
  return json === undefined ? null : (ReaderProgram.safeParse(JSON.parse(json)).data ?? null)
}

/** Made-up cards never reach a real office, and no real card a made-up one. */
function choiceOf({ db, office }: Pick<CallContext, 'office'> & { readonly db: ReadDb }): ReaderChoice | null {
  if (office.practice) return { kind: 'practice' }
  const program = programOf(db)
  return program && { kind: 'program', program }
}

function statusOf(room: CardReader, choice: ReaderChoice | null): ReaderStatus {
  const { helper, ...state } = room.state(choice)
  const program = choice?.kind === 'program' ? choice.program : null
  return {
    kind: choice?.kind ?? 'none',
    name: choice?.kind === 'practice' ? PRACTICE_NAME : (program?.name ?? null),
    file: program?.file ?? null,
    ...state,
    helper: helper?.name ?? null,
    canPhoto: helper?.capabilities.includes('photo') ?? false
  }
}

async function readOne(room: CardReader, context: QueryContext, order: ReadOrder): Promise<ReadCard> {
  const choice = choiceOf(context)
  if (!choice) throw new AppError('reader.none')
  return room.read(choice, order)
}

interface Asked {
  readonly reading: string
  readonly timeoutSeconds: number
}
const orderOf = ({ reading, timeoutSeconds }: Asked, photo: boolean): ReadOrder => ({ reading, timeoutMs: timeoutSeconds * 1000, photo })

function ethnicityOf(text: string | null, reference: ReferenceBook, today: Day): string | null {
  const list = reference.codeLists['ethnicity']
  const edition = list && editionOn(list, today)
  return text === null || !edition ? null : ethnicityCode(edition, text)
}

const FIELD_NAMES = {
  name: '姓名',
  sex: '性别',
  ethnicity: '民族',
  birthDate: '出生日期',
  address: '住址',
  idNo: '证件号码',
  issuer: '签发机关',
  validFrom: '有效期起',
  validTo: '有效期止'
} as const satisfies Partial<Record<keyof CardFacts, string>>

function fieldsOf(card: CardFacts): string[] {
  const came = (Object.keys(FIELD_NAMES) as (keyof typeof FIELD_NAMES)[]).filter((key) => card[key] !== null) // The keys of the table above.
  return [...came.map((key) => FIELD_NAMES[key]), ...(card.longTerm ? ['长期有效'] : [])]
}

/** @param room the one card reader of this PC */
export const readerHandlers = (room: CardReader): Handlers<'reader'> => ({
  status: (context) => statusOf(room, choiceOf(context)),
  read: async (context, input) => {
    const { reference, today, note } = context
    const { ethnicity, ...card } = await readOne(room, context, orderOf(input, input.photo))
    note({ detail: { kind: card.kind, photo: card.photo !== null } })
    return {
      ...card,
      idType: idTypeOfCard(card.kind),
      ethnicity: ethnicityOf(ethnicity, reference, today),
      warnings: cardWarnings({ ...card, ethnicity }, reference, today)
    }
  },
  cancel: (_context, { reading }) => ({ cancelled: room.cancel(reading) }),
  tryOut: async (context, input) => {
    const { clock, reference, today, note } = context
    const begun = clock.now()
    const card = await readOne(room, context, orderOf(input, false))
    note({ detail: { kind: card.kind } })
    const failed = failedChecks(card, reference, today)
    return {
      helper: statusOf(room, choiceOf(context)).helper ?? '',
      kind: card.kind,
      fields: fieldsOf(card),
      numberAgrees: failed && failed.length === 0,
      milliseconds: Math.max(0, Math.round(clock.now() - begun))
    }
  },
  configure: {
    prepare: async ({ office, files }, { folder }) => {
      if (office.practice) throw new AppError('reader.practice_only')
      if (folder === null) return null
      const found = files.find(folder)
      if (!found.folder) throw new AppError('reader.unsuitable', { reason: '选的不是文件夹' })
      return findProgram(found.path)
    },
    run: ({ db, note, changed }, _input, program) => {
      if (program) chooseProgram(db, JSON.stringify(program))
      else forgetProgram(db)
      note({ detail: { active: program !== null, ...(program ? { digest: program.digest } : {}) } })
      changed('office')
      room.release()
      return statusOf(room, program && { kind: 'program', program })
    }
  } satisfies PreparedCommand<Contract['reader']['configure'], ReaderProgram | null>
})
