/** The program's own data with one rule pack that counts otherwise, as a newer program brings it. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param from resources of this program @param to folder to be made @returns `to` */
export function newerResources(from: string, to: string): string {
  mkdirSync(join(to, 'codes'), { recursive: true })
  for (const name of readdirSync(from)) if (name !== 'codes') symlinkSync(join(from, name), join(to, name))
  for (const name of readdirSync(join(from, 'codes')))
    if (name !== 'rule-packs') symlinkSync(join(from, 'codes', name), join(to, 'codes', name))
  cpSync(join(from, 'codes', 'rule-packs'), join(to, 'codes', 'rule-packs'), { recursive: true })
  const path = join(to, 'codes', 'rule-packs', 'current.json')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"countsInterDistrict":\s*\w+/, '"countsInterDistrict": true'))
  return to
}
