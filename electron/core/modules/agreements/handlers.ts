/** What the contract asks of module agreements, one short line each. */
import type { Handlers } from '../../rpc'
import { check, end, get, list, reminders, save, terms } from './agreements'
import { carrySheet, carrySheets } from './carry-sheets'
import { flow } from './flow'
import { office, offices, saveOffice } from './offices'
import { addScan, removeScan, takeScan } from './scans'

/** Comparing a stick is the work of the exchange, which knows sticks. */
export const agreementHandlers: Omit<Handlers<'agreements'>, 'compareSheet'> = {
  offices,
  office,
  saveOffice,
  list,
  get,
  terms,
  save,
  end,
  addScan,
  removeScan,
  takeScan,
  check,
  reminders,
  carrySheets,
  carrySheet,
  flow
}
