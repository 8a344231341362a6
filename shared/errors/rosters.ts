/** Failures of lists for the field. */
import { entries } from './define'

export const rostersErrors = entries({
  'rosters.unknown': {
    category: 'missing',
    what: '没有这份名单，或者它不在您的范围里。',
    kept: '没有任何改动。',
    todo: '请返回名单列表重新选择。'
  },
  'rosters.code_unknown': {
    category: 'missing',
    what: '本单位没有开出过这个码所在的名单。它可能是别的单位打印的，或者不在您的范围里。',
    kept: '没有录入任何结果。',
    todo: '请看纸上的名单号和单位名称；是本单位的，请从名单列表里打开后按行录入。'
  },
  'rosters.row_unknown': {
    category: 'missing',
    what: '这份名单没有第 {row} 行。',
    kept: '没有录入任何结果。',
    todo: '请按纸上的行号录入。'
  },
  'rosters.nobody': {
    category: 'missing',
    what: '按这些条件没有可列的人。',
    kept: '没有开出名单。',
    todo: '请换一个地方，或放宽条件。'
  },
  'rosters.too_many': {
    category: 'invalid',
    what: '按这些条件超过 {most} 人，一份名单列不下。',
    kept: '没有开出名单。',
    todo: '请按村（社区）分开。'
  },
  'rosters.column_needed': {
    category: 'invalid',
    what: '走访清单没有选核对什么，或者花名册没有选列。',
    kept: '没有开出名单。',
    todo: '请至少选一项。'
  },
  'rosters.whole_not_allowed': {
    category: 'forbidden',
    what: '这份名单印有完整的证件号，您没有“显示完整证件号”的权限。',
    kept: '没有打印，也没有开出名单。',
    todo: '请用遮盖的号码，或请有权限的同事办理。'
  },
  'rosters.reason_needed': {
    category: 'invalid',
    what: '打印完整的证件号要写明用途。',
    kept: '没有开出名单。',
    todo: '请填写用途。'
  },
  'rosters.no_results_here': {
    category: 'invalid',
    what: '只有走访清单可以录入结果。',
    kept: '没有录入任何结果。',
    todo: '花名册和个案卡上的变化，请直接在档案里修改。'
  },
  'rosters.entered_meanwhile': {
    category: 'conflict',
    what: '第 {row} 行现在的结果与屏幕上的不同：{result}（{by}）。',
    kept: '您的这一次没有录入。',
    todo: '请核对纸上的勾；确实要改的，再录一次就是更正。'
  },
  'rosters.field_needed': {
    category: 'invalid',
    what: '选了“有变化”，没有选哪一项有变化。',
    kept: '没有录入。',
    todo: '请至少选一项。'
  },
  'rosters.bad_day': {
    category: 'invalid',
    what: '走访日期“{value}”不对：要是真实的日期，不早于开出名单那天，也不晚于今天。',
    kept: '没有录入。',
    todo: '请按纸上写的日期填写。'
  },
  'rosters.nothing_to_undo': {
    category: 'missing',
    what: '这份名单上没有您录入而又可撤销的结果。',
    kept: '没有任何改动。',
    todo: '别人录入的，请到那一行更正。'
  }
})
