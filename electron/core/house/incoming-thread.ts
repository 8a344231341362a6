/** Entry of the thread that reads bundles: built beside the carriers and started by the office when a large bundle comes in. */
import { CONTENT_AHEAD, serveContent } from '../incoming'
import { serveOrders } from '../platform'

serveOrders(CONTENT_AHEAD, serveContent)
