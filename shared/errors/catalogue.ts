/** Every failure of the product on one page: code → category and the three sentences. Retired codes stay listed as tombstones. */
import type { ErrorEntry } from './define'
import { agreementsErrors } from './agreements'
import { approvalsErrors } from './approvals'
import { backupErrors } from './backup'
import { calibrationsErrors } from './calibrations'
import { certificatesErrors } from './certificates'
import { conversionErrors } from './conversion'
import { deskErrors } from './desk'
import { duplicatesErrors } from './duplicates'
import { exchangeErrors } from './exchange'
import { formsErrors } from './forms'
import { gateErrors } from './gate'
import { keysErrors } from './keys'
import { officeErrors } from './office'
import { organisationErrors } from './organisation'
import { paperErrors } from './paper'
import { personsErrors } from './persons'
import { presetsErrors } from './presets'
import { proofsErrors } from './proofs'
import { readerErrors } from './reader'
import { retentionErrors } from './retention'
import { rostersErrors } from './rosters'
import { sealingErrors } from './sealing'
import { servicesErrors } from './services'
import { slipsErrors } from './slips'
import { workbookErrors } from './workbook'
import { workbooksErrors } from './workbooks'

const all = {
  ...gateErrors,
  ...officeErrors,
  ...organisationErrors,
  ...approvalsErrors,
  ...paperErrors,
  ...personsErrors,
  ...presetsErrors,
  ...calibrationsErrors,
  ...certificatesErrors,
  ...proofsErrors,
  ...conversionErrors,
  ...duplicatesErrors,
  ...formsErrors,
  ...deskErrors,
  ...rostersErrors,
  ...retentionErrors,
  ...sealingErrors,
  ...servicesErrors,
  ...slipsErrors,
  ...exchangeErrors,
  ...keysErrors,
  ...agreementsErrors,
  ...workbookErrors,
  ...workbooksErrors,
  ...readerErrors,
  ...backupErrors
} as const

export type ErrorCode = keyof typeof all
export const catalogue: Readonly<Record<ErrorCode, ErrorEntry>> = all
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(all, code)
