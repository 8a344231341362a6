/** The job 核对交接单: reads every file on a stick and says whether what the sheet lists is all there; nothing is taken in. */
import type { Contract, HandlerInput, Output } from '@shared/contract'
import { compareWithSheet, readSheetCode, type HandedFile } from '@shared/domain'
import { AppError } from '@shared/errors'
import { createSha256, sha256Text } from '../../crypto'
import { scanStick, stickFault, type StickLayer } from '../../platform'
import type { JobContext } from '../../rpc'
import { findPlace, isExchangeFile, type StickRoom } from './stick-places'

type Job = Contract['agreements']['compareSheet']

const digestOf = (text: string): string => sha256Text(text).replace(/^sha256:/, '')

export const compareSheet =
  (room: StickRoom) =>
  async (ctx: JobContext, { source, code: typed }: HandlerInput<Job>): Promise<Output<Job>> => {
    const code = readSheetCode(typed)
    if (code === null) throw new AppError('agreements.sheet_unreadable')
    const place = await findPlace(room, ctx, source)
    const found = await filesOn(room.stick, ctx, place.path)
    const addressed = found.filter(({ name }) => name.startsWith(`${code.from}_${code.to}_`) || isCardOf(name, code.from))
    const comparison = compareWithSheet(code, addressed, digestOf)
    ctx.commit({ detail: { from: code.from, files: code.count, whole: comparison.whole } }, () => undefined)
    const { whole, renamed, missing } = comparison
    return {
      ...{ place: place.label, from: code.from, to: code.to, writtenOn: code.writtenOn, count: code.count, bytes: code.bytes },
      ...{ whole, renamed, found: comparison.found, missing: [...missing] },
      forUs: code.to === ctx.office.code
    }
  }

const isCardOf = (name: string, from: string): boolean => name.toLowerCase().endsWith('.jhk') && name.includes(from)

async function filesOn(stick: StickLayer, ctx: JobContext, path: string): Promise<HandedFile[]> {
  try {
    const { files } = await scanStick(stick, path, isExchangeFile)
    const read: HandedFile[] = []
    for (const [index, file] of files.entries()) {
      ctx.checkpoint()
      ctx.progress('read', index, files.length)
      read.push({ name: file.name, ...(await digestFile(stick, file.path)) })
    }
    return read
  } catch (error) {
    throw error instanceof AppError ? error : await stickFault(stick, error, { folder: path })
  }
}

async function digestFile(stick: StickLayer, path: string): Promise<Pick<HandedFile, 'size' | 'sha256'>> {
  const reader = await stick.open(path)
  try {
    const digest = createSha256()
    let size = 0
    for await (const piece of reader.pieces()) {
      digest.update(piece)
      size += piece.length
    }
    return { size, sha256: digest.text().replace(/^sha256:/, '') }
  } finally {
    await reader.close()
  }
}
