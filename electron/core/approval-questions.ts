/** What the second person is asked, for every method that may need two; a method that declares it and is missing here does not compile. */
import { letGoQuestion } from './house/retention-room'
import { listExportQuestion } from './modules/lists'
import { resetQuestion, settingsQuestion } from './modules/accounts'
import { eraseQuestion } from './modules/desk'
import { unmergeQuestion } from './modules/duplicates'
import { retireQuestion } from './modules/exchange'
import {
  changeQuestion,
  newRootQuestion,
  rebuildRootQuestion,
  rootFromPaperQuestion,
  rootPaperQuestion,
  signDirectoryQuestion,
  suiteQuestion
} from './modules/keys'
import { commonSuiteQuestion } from './modules/partners'
import { purgeQuestion } from './modules/retention'
import { liftQuestion, sealQuestion } from './modules/sealing'
import { exportQuestion } from './modules/workbooks'
import type { AllQuestions } from './rpc'

export const approvalQuestions: AllQuestions = {
  'office.saveSettings': settingsQuestion,
  'accounts.resetPassphrase': resetQuestion,
  'duplicates.unmerge': unmergeQuestion,
  'exchange.retireDevice': retireQuestion,
  'desk.erase': eraseQuestion,
  'sealing.seal': sealQuestion,
  'sealing.lift': liftQuestion,
  'retention.purge': purgeQuestion,
  'retention.letGo': letGoQuestion,
  'keys.change': changeQuestion,
  'keys.newRoot': newRootQuestion,
  'keys.rebuildRoot': rebuildRootQuestion,
  'keys.setSuite': suiteQuestion,
  'partners.allowCommonSuite': commonSuiteQuestion,
  'keys.signDirectory': signDirectoryQuestion,
  'keys.rootPaper': rootPaperQuestion,
  'keys.rootFromPaper': rootFromPaperQuestion,
  'lists.export': listExportQuestion,
  'workbooks.export': exportQuestion
}
