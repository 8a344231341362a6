/** Every handler of the office; one that the contract declares and nobody answers does not compile. */
import { AppError } from '@shared/errors'
import type { CardReader } from './card-reader'
import { checkedOffice } from './house/checked-office'
import { backupSource } from './house/backup-source'
import { retentionRoom } from './house/retention-room'
import type { CopiedFolder } from './house/copied-folder'
import type { House } from './house/house'
import { onceOnly } from './house/once-only'
import type { HousedOffice } from './house/open-office'
import { jobHandlers, type JobRoom } from './jobs'
import { accountHandlers, officeHandlers } from './modules/accounts'
import { agreementHandlers, meetingHandlers } from './modules/agreements'
import { bookletHandlers, createCertificateHandlers } from './modules/certificates'
import { createApprovalHandlers } from './modules/approvals'
import { auditHandlers } from './modules/audit'
import { createBackupHandlers, type BackupRoom } from './modules/backup'
import { createCheckupHandlers, type CheckupRoom } from './modules/checkup'
import { conversionHandlers } from './modules/conversion'
import { createDeskHandlers } from './modules/desk'
import { draftHandlers } from './modules/drafts'
import { duplicateHandlers } from './modules/duplicates'
import { compareSheet, createExchangeHandlers, type StickRoom } from './modules/exchange'
import { createKeyHandlers } from './modules/keys'
import { createCalibrationHandlers, createFormHandlers, type FormTemplates } from './modules/forms'
import { listHandlers } from './modules/lists'
import { organisationHandlers } from './modules/organisation'
import { partnerHandlers } from './modules/partners'
import { actHandlers, personHandlers, placeHandlers } from './modules/persons'
import { presetHandlers } from './modules/presets'
import { proofHandlers } from './modules/proofs'
import { protectionHandlers } from './modules/protection'
import { readerHandlers } from './modules/reader'
import { characterHandlers } from './modules/reference'
import { reportHandlers } from './modules/reports'
import { createRetentionHandlers } from './modules/retention'
import { rosterHandlers } from './modules/rosters'
import { sealingHandlers } from './modules/sealing'
import { serviceHandlers } from './modules/services'
import { slipHandlers } from './modules/slips'
import { staffHandlers } from './modules/staff'
import { createWorkbookHandlers, type ReadingThread, type WorkbookLayouts } from './modules/workbooks'
import type { AllHandlers, AnyAsk, CallContext, JobContext } from './rpc'

interface HandlerRooms {
  readonly jobs: JobRoom
  readonly house: House
  readonly questions: ReadonlyMap<string, AnyAsk>
  readonly cardReader: CardReader
  readonly layouts: WorkbookLayouts
  readonly templates: FormTemplates
  readonly reading: ReadingThread | null
  readonly sticks: StickRoom
  readonly backups: BackupRoom
  readonly checkups: CheckupRoom
  readonly folder: CopiedFolder
  /** The built page with which proofs are checked; null where nothing is built. */
  readonly pageFile: string | null
  /** Copies the office before an act on many records; where people do not work in a window, nothing. */
  readonly before: (office: HousedOffice) => Promise<void>
}

export const allHandlers = ({
  jobs,
  house,
  questions,
  cardReader,
  layouts,
  templates,
  reading,
  sticks,
  backups,
  checkups,
  folder,
  pageFile,
  before
}: HandlerRooms): AllHandlers => {
  const opened = (context: CallContext) => {
    const { opened: office } = house
    // A call that outlives its office (practice was left meanwhile) finds no key to work with.
    if (office?.places !== context.places) throw new AppError('session.none')
    return office
  }
  const afterCopy =
    <I, O>(act: (context: JobContext, input: I) => Promise<O>) =>
    async (context: JobContext, input: I): Promise<O> => {
      await before(opened(context))
      return act(context, input)
    }
  const once = onceOnly(folder)
  const exchange = createExchangeHandlers(sticks)
  const certificates = createCertificateHandlers({ note: (blocks) => folder.noteBlocks(blocks) }, templates)
  const lists = createWorkbookHandlers(layouts, reading)
  return {
    office: officeHandlers((context) => opened(context).refresh()),
    accounts: accountHandlers((context) => house.keeperOf(opened(context))),
    staff: staffHandlers,
    drafts: draftHandlers,
    approvals: createApprovalHandlers(questions),
    audit: auditHandlers,
    backup: createBackupHandlers(backups, (context) => backupSource(opened(context)), sticks.drives),
    retention: createRetentionHandlers(retentionRoom(backups, opened)),
    protection: protectionHandlers,
    checkup: createCheckupHandlers(checkups, (context) => checkedOffice(opened(context), checkups)),
    folder: {
      settle: ({ db, now, note, changed }, { as }) => {
        folder.settle(db, as, now)
        note({ detail: { as } })
        changed('office', 'bundles')
        return { standing: folder.standing() }
      }
    },
    conversion: { ...conversionHandlers, apply: afterCopy(conversionHandlers.apply) },
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
    desk: createDeskHandlers(templates),
    sealing: sealingHandlers,
    services: serviceHandlers,
    workbooks: { ...lists, apply: afterCopy(lists.apply) },
    partners: partnerHandlers,
    keys: createKeyHandlers((context) => opened(context).keyRoom, pageFile),
    agreements: { ...agreementHandlers, compareSheet: compareSheet(sticks) },
    meetings: meetingHandlers,
    slips: {
      ...slipHandlers,
      ...{ sign: once.command(slipHandlers.sign), release: once.command(slipHandlers.release) },
      ...{ withdraw: once.command(slipHandlers.withdraw), recheck: once.command(slipHandlers.recheck) }
    },
    booklets: bookletHandlers,
    calibrations: createCalibrationHandlers(templates),
    forms: createFormHandlers(templates),
    proofs: proofHandlers,
    certificates: { ...certificates, sign: once.command(certificates.sign), allocate: once.command(certificates.allocate) },
    exchange: {
      ...exchange,
      ...{ writeStick: once.job(exchange.writeStick), scanStick: once.job(exchange.scanStick) },
      importBundles: once.job(exchange.importBundles)
    },
    reports: reportHandlers
  }
}
