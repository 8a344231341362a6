/** The contract's `partners` methods about directories: shown before anything is stored, taken in one version after the other. */
import { readFile } from 'node:fs/promises'
import type { Contract } from '@shared/contract'
import { AppError } from '@shared/errors'
import { MAX_DIRECTORY_FILE, type OfficeDirectory } from '../../container'
import type { Handlers, PreparedCommand, QueryContext } from '../../rpc'
import { authorityOf, installDirectory, judgeEntries, readDirectoryOrRefuse, standingOf, type JudgedEntry } from './directory'
import { raiseAlarm } from './pinning'

type Partners = Contract['partners']

/** Lines worth a look; the others are only counted. */
const isTold = ({ meaning }: JudgedEntry): boolean => meaning !== 'new' && meaning !== 'agrees'

async function directoryOf(context: Pick<QueryContext, 'files'>, ticket: string): Promise<OfficeDirectory> {
  const file = context.files.find(ticket)
  if (file.folder || file.size > MAX_DIRECTORY_FILE)
    throw new AppError('partners.directory_refused', { reason: '文件太大，不是密钥目录。' })
  return readDirectoryOrRefuse(await readFile(file.path))
}

export const directoryHandlers: Pick<Handlers<'partners'>, 'readDirectory' | 'addDirectory'> = {
  readDirectory: async (context, { file }) => {
    const { db } = context
    const directory = await directoryOf(context, file)
    const authority = authorityOf(db, directory)
    const judged = judgeEntries(db, directory)
    return {
      authority: authority.name,
      version: directory.ver,
      made: directory.made,
      standing: standingOf(db, directory),
      entries: judged.length,
      fresh: judged.filter(({ meaning }) => meaning === 'new').length,
      told: judged.filter(isTold).map(({ code, name, meaning, partner }) => ({ code, name, meaning, partnerName: partner?.name ?? '' }))
    }
  },
  addDirectory: {
    prepare: (context, { file }) => directoryOf(context, file),
    run: ({ db, now, note, changed }, _input, directory) => {
      const authority = authorityOf(db, directory)
      const standing = standingOf(db, directory)
      const subject = { subject: authority.id }
      if (standing === 'alarm') raiseAlarm(db, authority.id, now)
      const confirmed = standing === 'next' ? installDirectory(db, directory, now) : 0
      note({ ...subject, detail: { directory: directory.digest, version: directory.ver, standing, confirmed } })
      changed('partners')
      return { standing, confirmed }
    }
  } satisfies PreparedCommand<Partners['addDirectory'], OfficeDirectory>
}
