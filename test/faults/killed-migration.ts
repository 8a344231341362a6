/** What the child does until it is killed: brings a database to a schema to come. */
import { writeSync } from 'node:fs'
import { migrate, openWrite, type OpenOptions } from '../../electron/core/db'
import { laterSteps, NOW } from './later-steps'

interface Work extends Omit<OpenOptions, 'key'> {
  /** Of the data key, hexadecimal. */
  readonly key: string
  readonly copy: string
}

const { key, copy, ...rest } = JSON.parse(process.argv[2] ?? '{}') as Work
const open: OpenOptions = { ...rest, key: Buffer.from(key, 'hex') }
const connection = openWrite(open)
writeSync(1, 'ready\n')
migrate(connection, open, copy, NOW, laterSteps)
writeSync(1, 'migrated\n')
connection.close()
