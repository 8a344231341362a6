/** The office's own settings, as the house and the settings page read them. */
import type { ReadDb, WriteDb } from '../../db'
import { putSetting, settingOf } from './queries/accounts'

export interface OfficeSettings {
  readonly rulePack: string
  readonly idleMinutes: number
  readonly name: string
  readonly phone: string
}

/** Minutes after which an untouched screen locks, until the office chooses its own. */
export const DEFAULT_IDLE_MINUTES = 15

export const readSettings = (db: ReadDb): OfficeSettings => ({
  rulePack: settingOf(db, 'rule_pack') ?? 'current',
  idleMinutes: Number(settingOf(db, 'idle_minutes') ?? DEFAULT_IDLE_MINUTES),
  name: settingOf(db, 'office_name') ?? '',
  phone: settingOf(db, 'office_phone') ?? ''
})

export function writeSettings(db: WriteDb, settings: OfficeSettings): void {
  putSetting(db, 'rule_pack', settings.rulePack)
  putSetting(db, 'idle_minutes', String(settings.idleMinutes))
  putSetting(db, 'office_name', settings.name)
  putSetting(db, 'office_phone', settings.phone)
}
