/** What the second person is asked, for every method that may need two; a method that declares it and is missing here does not compile. */
import { listExportQuestion } from './modules/lists'
import { resetQuestion, settingsQuestion } from './modules/accounts'
import { eraseQuestion } from './modules/desk'
import { unmergeQuestion } from './modules/duplicates'
import { retireQuestion } from './modules/exchange'
import { purgeQuestion } from './modules/retention'
import { exportQuestion } from './modules/workbooks'
import type { AllQuestions } from './rpc'

export const approvalQuestions: AllQuestions = {
  'office.saveSettings': settingsQuestion,
  'accounts.resetPassphrase': resetQuestion,
  'duplicates.unmerge': unmergeQuestion,
  'exchange.retireDevice': retireQuestion,
  'desk.erase': eraseQuestion,
  'retention.purge': purgeQuestion,
  'lists.export': listExportQuestion,
  'workbooks.export': exportQuestion
}
