/** How many printers this PC knows; their names are nobody's business here. */
import { execFile } from 'node:child_process'
import { askPowerShell } from './drives'

const ASK_MS = 10_000

const linesOf = (answer: string): number => answer.split(/\r?\n/).filter((line) => line.trim() !== '').length

/** CUPS lists one name a line; where its tool is missing the system does not say. */
const askCups = (): Promise<number | null> =>
  new Promise((resolve) => {
    execFile('lpstat', ['-e'], { timeout: ASK_MS }, (error, stdout, stderr) => {
      // With no printer at all it fails and says so.
      if (!error) resolve(linesOf(stdout))
      else resolve(/no destinations|没有|未添加/i.test(stderr) ? 0 : null)
    })
  })

/** @param answer one number, as PowerShell counts */
export const parseCount = (answer: string): number | null => (/^\s*\d+\s*$/.test(answer) ? Number(answer) : null)

/** @returns null where the system does not say */
export const countPrinters = async (): Promise<number | null> =>
  process.platform === 'win32' ? parseCount(await askPowerShell('@(Get-CimInstance Win32_Printer).Count')) : askCups()
