/** Looks at the office's own files: encrypted, copied, in the right place, with room to grow. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { formatBytes, formatCount } from '@shared/format'
import { backupsAt, isPresent, readPlaces, restoreNote, type Place } from '../backup'
import { finding, type Asked, type Check, type Finding } from './finding'

const DAY_MS = 86_400_000
const OLD_DAYS = 3
const STALE_DAYS = 14

const PLAIN_HEADER = 'SQLite format 3'
/** Other users of this PC. */
const OTHERS = 0o077

function headOf(path: string, length: number): string {
  const fd = openSync(path, 'r')
  try {
    const head = Buffer.alloc(length)
    readSync(fd, head, 0, length, 0)
    return head.toString('latin1')
  } finally {
    closeSync(fd)
  }
}

export const encryption: Check = ({ office }) => {
  const { slots } = office.slotFile()
  if (headOf(office.open.path, PLAIN_HEADER.length) === PLAIN_HEADER)
    return finding('encryption', 'bad', '资料文件没有加密。', '请立即停止使用，把电脑交给管理员，用备份恢复。')
  if (!slots.some(({ account }) => account === null))
    return finding('encryption', 'note', '资料已加密，但没有恢复密钥：所有人都忘了口令就打不开。', '请管理员用最近的备份恢复密钥文件。')
  const isOpen = process.platform !== 'win32' && (statSync(office.places.folder).mode & OTHERS) !== 0
  if (isOpen)
    return finding(
      'encryption',
      'note',
      '资料已加密，但这台电脑的其他系统用户也能看到资料文件夹。',
      '请管理员把文件夹权限改为只有本用户可用。'
    )
  return finding('encryption', 'good', `资料整体加密，有 ${formatCount(slots.length - 1)} 个用户口令和一份恢复密钥能打开。`)
}

/** Whether the newest copy that was read back still lies there, as long as it was. */
function isLost(folder: string, place: Place): boolean {
  const { last } = place
  return (
    last !== null &&
    isPresent(folder, place) &&
    !backupsAt(folder, place).some(({ file, bytes }) => file === last.file && bytes === last.bytes)
  )
}

/** What is wrong with the copies, the gravest first; null where nothing is. */
function backupTrouble({ office, room }: Asked, places: readonly Place[], newest: string | undefined): Finding | null {
  const { folder } = office.places
  const say = (verdict: 'note' | 'bad', found: string, todo: string): Finding => finding('backups', verdict, found, todo)
  if (newest === undefined) return say('bad', '还没有一份读回检查过的备份。', '请管理员在“备份”里现在备份一次。')
  const days = Math.floor((room.clock.now() - Date.parse(newest)) / DAY_MS)
  const lost = places.filter((place) => isLost(folder, place)).length
  if (lost > 0)
    return say('bad', `有 ${formatCount(lost)} 处的最近一份备份不见了或大小变了。`, '请现在备份一次，并查一查是谁动了备份文件。')
  if (days > STALE_DAYS) return say('bad', `最近一份好的备份是 ${formatCount(days)} 天前的。`, '请现在备份一次，看看为什么没有自动备份。')
  const failed = places.filter((place) => place.failed !== null && isPresent(folder, place)).length
  if (failed > 0) return say('bad', `有 ${formatCount(failed)} 处最近一次备份没有成功。`, '请到“备份”里看原因，处理以后再备份一次。')
  if (restoreNote(office.db) !== null) return say('note', '恢复过的资料还没有人确认，自动备份停着。', '请管理员核对以后在“备份”里确认。')
  if (days > OLD_DAYS) return say('note', `最近一份好的备份是 ${formatCount(days)} 天前的。`, '请现在备份一次。')
  if (places.length === 1) return say('note', '备份只在这台电脑上，硬盘坏了会一起没有。', '请在“备份”里加一个U盘、第二块硬盘或共享文件夹。')
  const away = places.filter((place) => !isPresent(folder, place)).length
  if (away > 0)
    return say('note', `${formatCount(places.length)} 处备份里有 ${formatCount(away)} 处没有连上。`, '请插上U盘或连上硬盘，再备份一次。')
  return null
}

export const backups: Check = (asked) => {
  const places = readPlaces(asked.office.places.folder)
  const newest = places
    .flatMap(({ last }) => last?.at ?? [])
    .sort()
    .at(-1)
  if (asked.office.practice && newest === undefined) return finding('backups', 'good', '演练资料不必备份。')
  const trouble = backupTrouble(asked, places, newest)
  if (trouble) return trouble
  const hours = Math.max(0, Math.floor((asked.room.clock.now() - Date.parse(newest ?? '')) / 3_600_000))
  const age = hours < 24 ? '一天之内' : `${formatCount(Math.floor(hours / 24))} 天前`
  return finding('backups', 'good', `${formatCount(places.length)} 处备份都有读回检查过的一份，最近的是${age}的。`)
}

const GB = 1_000_000_000
const MB = 1_000_000

export const disk: Check = async ({ office, room }) => {
  const free = await room.free(office.places.folder)
  if (free === null) return finding('disk', 'unknown', '系统没有说出还剩多少空间。', '请自己看一下磁盘是不是快满了。')
  const size = statSync(office.open.path).size
  const left = `资料 ${formatBytes(size)}，磁盘还剩 ${formatBytes(free)}。`
  // A copy is unpacked beside the office when it is read back, and one more is made before it is replaced.
  if (free < size * 1.2 + 200 * MB) return finding('disk', 'bad', left, '空间不够做一份备份，请清理磁盘。')
  if (free < size * 3 + GB) return finding('disk', 'note', left, '空间不多了，请清理磁盘，给备份和恢复留出地方。')
  return finding('disk', 'good', left)
}

export const folder: Check = async ({ office, room }) => {
  const kind = await room.folderKind(office.places.folder)
  switch (kind) {
    case 'local':
      return finding('folder', 'good', '资料在这台电脑自己的硬盘上。')
    case 'removable':
      return finding('folder', 'bad', '资料在U盘或移动硬盘上，拔掉会损坏。', '请备份后恢复到这台电脑的硬盘上。')
    case 'network':
      return finding('folder', 'bad', '资料在共享文件夹上，断网会损坏。', '请备份后恢复到这台电脑的硬盘上。')
    case 'unknown':
      return finding('folder', 'unknown', '系统没有说出资料在哪种磁盘上。', '请确认资料不在U盘或共享文件夹里。')
  }
}

export const sticks: Check = async ({ office, room }) => {
  const drives = await room.drives()
  const outside = readPlaces(office.places.folder).filter(({ here }) => !here)
  const there = outside.filter((place) => isPresent(office.places.folder, place)).length
  const full = drives.filter(({ free }) => free !== null && free < 64 * MB).length
  const words = `现在插着 ${formatCount(drives.length)} 个U盘，另设的备份位置 ${formatCount(outside.length)} 处，连上 ${formatCount(there)} 处。`
  return full > 0
    ? finding('sticks', 'note', `${words}有 ${formatCount(full)} 个U盘快满了。`, '请清理U盘，交换包和备份才写得下。')
    : finding('sticks', 'good', words)
}

/** Files of the private keys beside the database. */
export const keyFiles = (folder: string): { readonly device: boolean; readonly root: boolean } => ({
  device: existsSync(join(folder, 'keys', 'device-1.age')),
  root: existsSync(join(folder, 'keys', 'root.age'))
})
