/** Looks at the program, its dated tables, its keys and the PC it runs on. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isInForce, keyDue } from '@shared/domain'
import { formatBytes, formatCount } from '@shared/format'
import { sha256Hex } from '../../crypto'
import { ownClock } from '../exchange'
import { keyFiles } from './file-checks'
import { finding, type Check, type Finding } from './finding'
import { ownCard, partnersByTrust } from './queries'

/** Minutes by which the whole country is ahead of UTC. */
const CHINA_ZONE = 480

export const clock: Check = ({ office, room }) => {
  if (ownClock(office.db, room.clock.now()).fault !== null)
    return finding(
      'clock',
      'bad',
      `程序日期是 ${office.today}，比以前记下的时间还早，电脑时间不对。`,
      '请把电脑的日期和时间调准，期限和签发日期都按它算。'
    )
  if (room.computer().zone !== CHINA_ZONE)
    return finding(
      'clock',
      'note',
      `程序日期是 ${office.today}；电脑没有设在北京时间。`,
      '期限照北京时间算；请把电脑的时区改为北京时间，免得看错。'
    )
  return finding('clock', 'good', `程序日期是 ${office.today}，与以前记下的时间相符。`)
}

/** Keys go by the version of the card and carry no last day (exchange.md §4.4). */
export const keys: Check = ({ office }) => {
  const card = ownCard(office.db)
  const files = keyFiles(office.places.folder)
  if (!card || !files.device) return finding('keys', 'bad', '本机密钥不完整，不能装包。', '请用备份恢复密钥文件。')
  const words = `密钥卡第 ${formatCount(card.ver)} 版，${card.at.slice(0, 10)} 起用；密钥按版本更换，没有到期日。`
  const due = keyDue(card.at, office.today, office.reference.keyLifeOn(office.today))
  if (due && due.step > 0)
    return finding('keys', 'note', `${words}建议更换的日子是 ${due.dueOn}。`, '请在“设置”→“密钥”里更换本机密钥；没换以前照常能用。')
  return files.root
    ? finding('keys', 'good', words)
    : finding('keys', 'note', `${words}主密钥文件不在这台电脑上。`, '换密钥卡时要用它：请确认它在保险柜的U盘里，或用备份取回。')
}

export const partners: Check = ({ office }) => {
  const counts = new Map(partnersByTrust(office.db).map(({ trust, count }) => [trust, count] as const))
  const [confirmed = 0, pending = 0, alarm = 0, paper = 0] = ['confirmed', 'pending', 'alarm', 'paper'].map((trust) => counts.get(trust))
  const words = `往来单位里 ${formatCount(confirmed)} 家核对过密钥，${formatCount(pending)} 家待核对，${formatCount(paper)} 家只用纸面。`
  if (alarm > 0)
    return finding('partners', 'bad', `${words}有 ${formatCount(alarm)} 家的密钥卡有疑问。`, '请打电话向对方核实，核实以前不要收发。')
  if (pending > 0) return finding('partners', 'note', words, '请两个人对照纸面核对，核对以前对方的包收不进来。')
  return finding('partners', 'good', `${words}密钥按版本更换，没有到期日。`)
}

const digestLine = /^([0-9a-f]{64}) {2}(\S+)$/

/** Names of files that are missing or differ from their recorded digest. */
function changed(folder: string, wanted: readonly { readonly file: string; readonly digest: string }[]): string[] {
  return wanted.flatMap(({ file, digest }) => {
    try {
      return sha256Hex(readFileSync(join(folder, file))) === digest ? [] : [file]
    } catch {
      return [file]
    }
  })
}

const REINSTALL = '请用原来的安装包重新安装程序，资料不受影响。'

export const fonts: Check = ({ room }) => {
  const folder = join(room.resourcesDir, 'fonts')
  const wanted = readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, digest, file] = digestLine.exec(line) ?? []
      return digest === undefined || file === undefined ? [] : [{ file, digest }]
    })
  const bad = changed(folder, wanted)
  if (wanted.length === 0 || bad.length > 0)
    return finding('fonts', 'bad', `随程序的字体文件有 ${formatCount(bad.length)} 个缺少或被改动，生僻字可能印不出来。`, REINSTALL)
  return finding('fonts', 'good', `随程序的 ${formatCount(wanted.length)} 个字体文件齐全，没有被改动。`)
}

export const printers: Check = async ({ room }) => {
  const count = await room.printers()
  if (count === null)
    return finding('printers', 'unknown', '系统没有说出装了哪些打印机；打印时由系统的对话框选择。', '请打印一张名单试一试。')
  if (count === 0) return finding('printers', 'note', '这台电脑没有装打印机。', '要打印请先装好打印机；也可以保存为 PDF 拿到别处打印。')
  return finding('printers', 'good', `这台电脑装了 ${formatCount(count)} 台打印机，打印时由系统的对话框选择。`)
}

const manifest = z.object({
  asOf: z.string(),
  files: z.array(z.object({ file: z.string(), digest: z.string().startsWith('sha256:') }))
})

export const codes: Check = ({ office, room }) => {
  const folder = join(room.resourcesDir, 'codes')
  const { asOf, files } = manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')))
  const bad = changed(
    folder,
    files.map(({ file, digest }) => ({ file, digest: digest.slice('sha256:'.length) }))
  )
  if (bad.length > 0) return finding('codes', 'bad', `区划代码表有 ${formatCount(bad.length)} 个文件缺少或被改动。`, REINSTALL)
  const lists = Object.values(office.reference.codeLists)
  const ended = lists.filter(({ editions }) => !editions.some((edition) => isInForce(edition, office.today))).length
  if (ended > 0)
    return finding('codes', 'note', `有 ${formatCount(ended)} 张代码表今天没有有效的版本。`, '请把电脑日期调准；日期没错就请更新程序。')
  return holidays(office, `${formatCount(lists.length)} 张代码表今天都有效，区划代码截至 ${asOf}。`)
}

function holidays({ reference, today }: Parameters<Check>[0]['office'], words: string): Finding {
  const year = Number(today.slice(0, 4))
  const missing = [year, ...(today.slice(5) >= '12-01' ? [year + 1] : [])].find((one) => !reference.calendar.isCovered(one))
  return missing === undefined
    ? finding('codes', 'good', words)
    : finding(
        'codes',
        'note',
        `${words}节假日表里还没有 ${String(missing)} 年的安排。`,
        '该年的工作日期限先按周一到周五算；放假安排公布以后请更新程序。'
      )
}

export const rules: Check = ({ office }) => {
  const valid = office.reference.rulePackOn(office.today)
  if (valid.id === office.rules.id) return finding('rules', 'good', `适用规则“${valid.label}”今天有效。`)
  return finding(
    'rules',
    'note',
    `现在用的规则是“${office.rules.label}”，今天有效的是“${valid.label}”。`,
    '如果不是有意沿用，请管理员在“单位”里更换规则包。'
  )
}

const GB = 1_000_000_000

export const computer: Check = ({ room }) => {
  const { memory, free, cores, system } = room.computer()
  const words = `${system}，${formatCount(cores)} 个处理器核心，内存 ${formatBytes(memory)}，空闲 ${formatBytes(free)}。`
  if (memory < 3.5 * GB || cores < 2)
    return finding('computer', 'note', words, '配置低于 2 个核心、4 GB 内存，人数多时会慢；请少开别的程序。')
  if (free < 0.2 * GB) return finding('computer', 'note', words, '空闲内存很少，请关掉不用的程序。')
  return finding('computer', 'good', words)
}
