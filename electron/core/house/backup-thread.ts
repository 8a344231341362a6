/** Entry of the thread that copies, unpacks and checks: built beside the carriers and started by the office when a backup or a restore begins. */
import { ownSide } from '../platform'
import { BACKUP_AHEAD, serveBackup } from './backup-work'

const side = ownSide(BACKUP_AHEAD)
if (side !== null) await serveBackup(side)
