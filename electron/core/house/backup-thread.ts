/** Entry of the thread that copies, unpacks and checks: built beside the carriers and started by the office when a backup or a restore begins. */
import { serveOrders } from '../platform'
import { BACKUP_AHEAD, serveBackup } from './backup-work'

serveOrders(BACKUP_AHEAD, serveBackup)
