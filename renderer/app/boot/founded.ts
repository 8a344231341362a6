/** What founding an office gives back, to be put on paper once. */
export interface Founded {
  readonly office: { readonly code: string; readonly name: string; readonly practice: boolean }
  readonly fingerprint: string
  readonly digits: string
  readonly recoveryKey: string
}
