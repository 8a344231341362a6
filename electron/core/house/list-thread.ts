/** Entry of the thread that reads lists: built beside the carriers and started by the office when a large list is looked at. */
import { loadReference } from '../modules/reference'
import { ROWS_AHEAD, rowWork } from '../modules/workbooks'
import { serveOrders } from '../platform'

serveOrders(ROWS_AHEAD, rowWork(loadReference))
