/** The register answers: one short function per method of the contract. */
import type { Handlers } from '../../rpc'
import { detailHandlers } from './handlers/details'
import { fileHandlers } from './handlers/files'
import { listHandlers } from './handlers/lists'
import { settleScopes } from './settle-scopes'

export const personHandlers: Handlers<'persons'> = { ...listHandlers, ...fileHandlers, ...detailHandlers, settleScopes }
