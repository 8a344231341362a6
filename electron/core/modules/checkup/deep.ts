/** The long looks, made on a thread of their own over a second reading connection, so that the office goes on meanwhile. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, type ErrorCode } from '@shared/errors'
import { asAppError, isDamage, openRead, type Connection, type OpenOptions } from '../../db'
import { verifyChain } from '../audit'
import { brokenReferences, chainFacts, isWhole } from './queries'

export interface DeepTask {
  readonly kind: 'checkup'
  readonly open: OpenOptions
  readonly archive: string
  readonly thorough: boolean
}

export type DeepPart =
  | { readonly look: 'database'; readonly whole: boolean; readonly references: number | null }
  | { readonly look: 'audit'; readonly entries: number; readonly brokenAt: number | null }
  | { readonly look: 'bundles'; readonly held: number; readonly broken: number; readonly lost: number }
  /** It could not be looked at; `damaged` says that the file itself does not read. */
  | { readonly look: DeepName; readonly failed: ErrorCode; readonly damaged: boolean }

export type DeepName = 'database' | 'audit' | 'bundles'

const LOOKS: Readonly<Record<DeepName, (connection: Connection, task: DeepTask) => DeepPart>> = {
  database: (connection, { thorough }) => ({
    look: 'database',
    whole: isWhole(connection, thorough),
    references: thorough ? brokenReferences(connection.db) : null
  }),
  audit: ({ db }) => {
    const { entries, brokenAt } = verifyChain(db)
    return { look: 'audit', entries, brokenAt }
  },
  bundles: ({ db }, { archive }) => {
    const { held, broken, needed } = chainFacts(db)
    return { look: 'bundles', held, broken, lost: needed.filter((name) => !existsSync(join(archive, name))).length }
  }
}

/** One part for each look, whatever becomes of the others. */
export function* lookDeep(task: DeepTask): Generator<DeepPart, void> {
  for (const look of ['database', 'audit', 'bundles'] as const) yield lookOnce(look, task)
}

function lookOnce(look: DeepName, task: DeepTask): DeepPart {
  try {
    const connection = openRead(task.open)
    try {
      return LOOKS[look](connection, task)
    } finally {
      connection.close()
    }
  } catch (error) {
    const mapped = asAppError(error)
    const failed = mapped instanceof AppError ? mapped.code : 'internal.unexpected'
    return { look, failed, damaged: isDamage(error) || failed === 'office.damaged' }
  }
}
