/** What the contract asks of module agreements, one short line each. */
import type { Handlers } from '../../rpc'
import { check, end, get, list, reminders, save, terms } from './agreements'
import { office, offices, saveOffice } from './offices'
import { addScan, removeScan, takeScan } from './scans'

export const agreementHandlers: Handlers<'agreements'> = {
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
  reminders
}
