/** What the contract asks of module agreements, one short line each. */
import type { Handlers } from '../../rpc'
import { office, offices, saveOffice } from './offices'

export const agreementHandlers: Handlers<'agreements'> = {
  offices,
  office,
  saveOffice
}
