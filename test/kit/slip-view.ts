/** Slips as the office shows them to a page, made up, so that tests of pages name only what they are about. */
import type { SlipRow, SlipView } from '@shared/contract/slips'

export const slipRow = (part: Partial<SlipRow> = {}): SlipRow => ({
  id: '0192f0c0-aa00-7000-8000-000000000001',
  slipNo: null,
  direction: 'out',
  kind: 'XC',
  status: 'draft',
  partnerId: '0192f0c0-aa00-7000-8000-000000000002',
  partnerName: '乙局',
  subjectName: '王小明',
  urgency: null,
  issuedOn: null,
  dueOn: null,
  workDueOn: null,
  answeredOn: null,
  daysLeft: null,
  paired: false,
  hand: null,
  ...part
})
export const slipView = (part: Partial<SlipView> = {}): SlipView => ({
  ...slipRow({ direction: 'in', status: 'to_assign' }),
  body: {},
  fields: [],
  items: [
    { code: 'identity', label: '身份核对', level: 'L2', value: null },
    { code: 'contact', label: '联系方式', level: 'L2', value: { kind: 'phone', options: [] } }
  ],
  person: null,
  pairing: null,
  pairingNote: null,
  findings: [],
  sealed: false,
  answerTo: null,
  answers: [],
  differences: [],
  actions: [],
  timeline: [],
  deadlineRule: null,
  workRule: null,
  rulePack: '规则',
  travel: null,
  conflict: false,
  returned: null,
  corrections: [],
  withdrawnOn: null,
  withdrawnFor: null,
  ...part
})
