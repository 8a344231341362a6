/** The door of module agreements: partner offices beyond their keys, and what was agreed with them. */
export { recordCarrySheet } from './carry-sheets'
export { agreementHandlers } from './handlers'
export { limitWith } from './limits'
export { meetingHandlers } from './meetings'
export { mailingFacts, partnerWay, type MailingFacts } from './offices'
