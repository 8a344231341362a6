/** The door of the keys module: the office's own working keys and the root that signs them. */
export { changeQuestion, createKeyHandlers, newRootQuestion, rootFromPaperQuestion, rootPaperQuestion, suiteQuestion } from './handlers'
export { firstCard } from './next-card'
export { rebuildRootQuestion } from './rebuild-root'
export { signDirectoryQuestion } from './sign-directory'
export { officeKeysOf, setOnCard, withLaterSet } from './key-sets'
export type { DeviceKeys, KeyRoom, KeySet, RootKeys, SignedCard, WrappedKeys } from './key-room'
