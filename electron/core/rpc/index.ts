/** The door of the gate room. */
export {
  withSanction,
  type AllQuestions,
  type AnyAsk,
  type ApprovalBook,
  type ApprovalQuestion,
  type ApprovalUse,
  type Ask,
  type Sanction
} from './approval'
export type { AppendAudit, AuditLine } from './audit-line'
export { callContext, today } from './call-context'
export type {
  Actor,
  Attempts,
  AuditNote,
  CallContext,
  CommandContext,
  FileDesk,
  JobContext,
  OfficeFacts,
  NationalKeys,
  OfficeKeys,
  OfficePlaces,
  PrepareContext,
  Principal,
  QueryContext,
  Topic
} from './context'
export { renewSession, withPrincipal } from './deputy'
export { createDispatcher, type Dispatch, type Door, type GateParts } from './dispatcher'
export { refusalOf } from './error-mapping'
export type { AllHandlers, AnyHandler, Handlers, PreparedCommand } from './handlers'
export type { JobStart, StartJob } from './job-start'
export { createLookLog, type LookLog } from './look-log'
export type { Caller, OpenOffice, Session } from './open-office'
export { actionKey, forgetOldReplies, keepReply, storedReply, type ActionKey } from './stored-replies'
