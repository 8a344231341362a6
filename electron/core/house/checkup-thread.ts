/** Entry of the thread that goes through the whole database: built beside the carriers and started by the office when it looks at itself. */
import { serveOrders } from '../platform'
import { CHECKUP_AHEAD, serveCheckup } from './checkup-work'

serveOrders(CHECKUP_AHEAD, serveCheckup)
