/** Acts of an office's root – new keys, suites switched, what stands – done at once on module offices: what two persons agree on is tested elsewhere. */
import type { KeyChange } from '@shared/contract/keys'
import { createKeyHandlers } from '../../electron/core/modules/keys'
import type { ModuleOffice } from './module-office'

const RECOVERY = '00000'
const handlersOf = (office: ModuleOffice) => createKeyHandlers(() => office.keyRoom)

/** Switches the national suite on or off. */
export const setSuite = (office: ModuleOffice, on: boolean): Promise<{ version: number; finished: boolean; links: number }> =>
  office.command(handlersOf(office).setSuite, { on, recoveryKey: RECOVERY })

export const changeKeys = (office: ModuleOffice, reason: KeyChange): Promise<{ version: number }> =>
  office.command(handlersOf(office).change, { reason, recoveryKey: RECOVERY })

/** The root's file and its sheet are gone: another root, and with it another office id. */
export const rebuildRoot = (office: ModuleOffice): Promise<{ version: number; finished: boolean; links: number }> =>
  office.command(createKeyHandlers(() => ({ ...office.keyRoom, hasRoot: () => false })).rebuildRoot, {
    ...{ fileLost: true, paperLost: true, recoveryKey: RECOVERY }
  })

export const signDirectory = (office: ModuleOffice): Promise<{ version: number; entries: number }> =>
  office.command(handlersOf(office).signDirectory, { recoveryKey: RECOVERY })

export const keyState = (office: ModuleOffice) => handlersOf(office).state(office.query(), {})
