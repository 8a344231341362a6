/** Entry of the thread that reads lists: built beside the carriers and started by the office when a large list comes in. */
import { loadReference } from '../modules/reference'
import { ROWS_AHEAD, serveRows } from '../modules/workbooks'
import { ownSide } from '../platform'

const side = ownSide(ROWS_AHEAD)
if (side !== null) await serveRows(side, loadReference)
