// Why: screen and core must agree on what may be done with a certificate, and paper that nobody saw come out must be asked about, never guessed.
export const certificateStatusLabels = {
  drafted: '草拟',
  reviewed: '已核实',
  signed: '已签发',
  sent: '已送打印',
  printed: '已打印',
  issued: '已发放',
  voided: '已作废',
  replaced: '已换发',
  dropped: '草稿已撤销'
} as const
export type CertificateStatus = keyof typeof certificateStatusLabels
export const certificateStatuses = Object.keys(certificateStatusLabels) as [CertificateStatus, ...CertificateStatus[]]

export const certificateActions = {
  edit: '修改',
  review: '核实',
  send_back: '退回修改',
  drop: '撤销草稿',
  sign: '签发',
  send: '送打印',
  note_out: '出纸了',
  note_none: '没有出纸',
  note_spoiled: '出坏了',
  spoil: '打坏',
  reprint: '补打',
  issue: '发放',
  void: '作废',
  replace: '换发'
} as const
export type CertificateAction = keyof typeof certificateActions

const standing = { void: 'voided', replace: 'replaced' } as const

/**
 * state → action → next state. From `sent` only an answer leads on: what lies at the printer is neither issued nor voided. Spoiled paper gives the
 * certificate back to be printed again under its number; only `printed` paper is handed out. Source: domain.md §4.1.
 */
export const certificateLifecycle: Readonly<Record<CertificateStatus, Partial<Record<CertificateAction, CertificateStatus>>>> = {
  drafted: { edit: 'drafted', review: 'reviewed', drop: 'dropped' },
  reviewed: { send_back: 'drafted', sign: 'signed' },
  signed: { send: 'sent', ...standing },
  sent: { note_out: 'printed', note_none: 'signed', note_spoiled: 'signed' },
  printed: { spoil: 'signed', reprint: 'printed', issue: 'issued', ...standing },
  issued: { reprint: 'issued', ...standing },
  voided: {},
  replaced: {},
  dropped: {}
}

/** @returns the state after the action, null when the action is not allowed now */
export const nextCertificate = (status: CertificateStatus, action: CertificateAction): CertificateStatus | null =>
  certificateLifecycle[status][action] ?? null

/** One sheet or booklet of a certificate on its way through the printer. */
export const copyStateLabels = {
  queued: '待打印',
  sent: '已送打印，未确认',
  printed: '已打印',
  none: '没有出纸',
  spoiled: '打坏',
  taken_out: '未打印，已撤下'
} as const
export type CopyState = keyof typeof copyStateLabels
export const copyStates = Object.keys(copyStateLabels) as [CopyState, ...CopyState[]]

/** What somebody saw at the printer. */
export const paperSeen = ['out', 'none', 'spoiled'] as const
export type PaperSeen = (typeof paperSeen)[number]
export const paperSeenLabels = { out: '出纸了', none: '没有出纸', spoiled: '出坏了' } as const satisfies Record<PaperSeen, string>

export const copyAfter: Readonly<Record<CopyState, Partial<Record<'hand' | 'take_out' | 'spoil' | PaperSeen, CopyState>>>> = {
  queued: { hand: 'sent', take_out: 'taken_out' },
  sent: { out: 'printed', none: 'none', spoiled: 'spoiled' },
  printed: { spoil: 'spoiled' },
  none: {},
  spoiled: {},
  taken_out: {}
}
