/** Every handler of the office; one that the contract declares and nobody answers does not compile. */
import { AppError } from '@shared/errors'
import type { CardReader } from './card-reader'
import { backupSource } from './house/backup-source'
import type { House } from './house/house'
import { jobHandlers, type JobRoom } from './jobs'
import { accountHandlers, officeHandlers } from './modules/accounts'
import { createApprovalHandlers } from './modules/approvals'
import { auditHandlers } from './modules/audit'
import { createBackupHandlers, type BackupRoom } from './modules/backup'
import { conversionHandlers } from './modules/conversion'
import { draftHandlers } from './modules/drafts'
import { duplicateHandlers } from './modules/duplicates'
import { createExchangeHandlers, type StickRoom } from './modules/exchange'
import { listHandlers } from './modules/lists'
import { organisationHandlers } from './modules/organisation'
import { partnerHandlers } from './modules/partners'
import { actHandlers, personHandlers, placeHandlers } from './modules/persons'
import { presetHandlers } from './modules/presets'
import { readerHandlers } from './modules/reader'
import { characterHandlers } from './modules/reference'
import { reportHandlers } from './modules/reports'
import { rosterHandlers } from './modules/rosters'
import { slipHandlers } from './modules/slips'
import { staffHandlers } from './modules/staff'
import { createWorkbookHandlers, type ReadingThread, type WorkbookLayouts } from './modules/workbooks'
import type { AllHandlers, AnyAsk, CallContext } from './rpc'

interface HandlerRooms {
  readonly jobs: JobRoom
  readonly house: House
  readonly questions: ReadonlyMap<string, AnyAsk>
  readonly cardReader: CardReader
  readonly layouts: WorkbookLayouts
  readonly listThread: ReadingThread | null
  readonly sticks: StickRoom
  readonly backups: BackupRoom
}

export const allHandlers = ({ jobs, house, questions, cardReader, layouts, listThread, sticks, backups }: HandlerRooms): AllHandlers => {
  const opened = (context: CallContext) => {
    const { opened: office } = house
    // A call that outlives its office (practice was left meanwhile) finds no key to work with.
    if (office?.places !== context.places) throw new AppError('session.none')
    return office
  }
  return {
    office: officeHandlers((context) => opened(context).refresh()),
    accounts: accountHandlers((context) => house.keeperOf(opened(context))),
    staff: staffHandlers,
    drafts: draftHandlers,
    approvals: createApprovalHandlers(questions),
    audit: auditHandlers,
    backup: createBackupHandlers(backups, (context) => backupSource(opened(context)), sticks.drives),
    conversion: conversionHandlers,
    duplicates: duplicateHandlers,
    characters: characterHandlers,
    lists: listHandlers,
    organisation: organisationHandlers,
    jobs: jobHandlers(jobs),
    reader: readerHandlers(cardReader),
    persons: personHandlers,
    places: placeHandlers,
    presets: presetHandlers,
    acts: actHandlers,
    rosters: rosterHandlers,
    workbooks: createWorkbookHandlers(layouts, listThread),
    partners: partnerHandlers,
    slips: slipHandlers,
    exchange: createExchangeHandlers(sticks),
    reports: reportHandlers
  }
}
