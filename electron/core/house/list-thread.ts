/** Entry of the thread that reads lists: built beside the carriers and started by the office when a large list comes in. */
import { loadReference } from '../modules/reference'
import { serveRows } from '../modules/workbooks'
import { ownSide } from '../platform'

const side = ownSide()
if (side !== null) await serveRows(side, loadReference)
