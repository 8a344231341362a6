/** The door of the client room, and the screen's only door out. */
export { connectOffice } from './connect'
export { useJobTracker } from './job-tracker'
export { type AskFolder, type FolderList } from './loopback-shell'
export { createOffice, installOffice, useOffice, useOfficeEvent, type Office } from './office'
export { createClient, referenceOf, type ActOptions, type CallOptions, type OfficeClient, type StartedJob } from './office-client'
export { createPortTransport } from './port-transport'
export { createListeners, LinkLost, type Link, type Transport } from './transport'
export { useAction, type Action } from './use-action'
