/** SQL of the one setting of the card reader: which program this office chose. */
import type { ReadDb, WriteDb } from '../../db'

const NAME = 'card_reader'

/** JSON of the chosen program; undefined when none is chosen. */
export const chosenProgram = (db: ReadDb): string | undefined => db.value<string>('SELECT value FROM setting WHERE name = ?', NAME)

export const chooseProgram = (db: WriteDb, json: string): void =>
  void db.run('INSERT INTO setting(name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', NAME, json)

export const forgetProgram = (db: WriteDb): void => void db.run('DELETE FROM setting WHERE name = ?', NAME)
