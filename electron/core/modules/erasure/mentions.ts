/** Where others' records speak of a person in free words: found before an erasure, and taken out where the clerk decides so. */
import { setImmediate as turn } from 'node:timers/promises'
import type { ReadDb, WriteDb } from '../../db'
import { wordsOf } from './erase'
import type { Said } from './queries/goes'
import { erasingFor, mentionsIn, takeMention, without, type Mention } from './queries/mentions'
import { NOBODY, whileErasing, whoJson } from './queries/whom'

export type { Mention }

/** A place in others' records, with where in the text the person is named. */
export interface FoundMention extends Mention {
  /** By number or telephone; a name alone may be a namesake's. */
  readonly sure: boolean
  /** Words around the first place. */
  readonly around: string
}

const AROUND = 20
function seen(mention: Mention, said: readonly Said[]): FoundMention {
  const { text } = mention
  const at = Math.min(...said.map(({ v }) => text.indexOf(v)).filter((place) => place >= 0))
  const [from, to] = [Math.max(0, at - AROUND), at + AROUND * 2]
  return {
    ...mention,
    sure: said.some(({ v }) => /^[0-9Xx+-]{7,}$/.test(v) && text.includes(v)),
    around: `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`
  }
}

/** Looks through the notes of everybody else, piece by piece. @throws AppError `persons.unknown` */
export async function findMentions(db: ReadDb, personIds: readonly string[]): Promise<FoundMention[]> {
  const { files, said } = wordsOf(db, personIds)
  const found: FoundMention[] = []
  for (const piece of mentionsIn(db, whoJson(files), said)) {
    found.push(...piece.map((mention) => seen(mention, said)))
    await turn()
  }
  return found
}

/** Inside the erasure's transaction, before the files go. @param mentions what the clerk decided to take out */
export function replaceMentions(db: WriteDb, personIds: readonly string[], mentions: readonly Mention[]): void {
  const { said } = wordsOf(db, personIds)
  for (const mention of mentions) whileErasing(db, [erasingFor(db, mention) ?? NOBODY], () => takeMention(db, mention, said))
}

/** The text without whoever it names, for what is kept about the erasure itself. */
export const withoutNames = (db: ReadDb, personIds: readonly string[], text: string): string => without(text, wordsOf(db, personIds).said)
