/** Failures of the register of partner offices and of what was agreed with them. */
import { entries } from './define'

export const agreementsErrors = entries({
  'agreements.office_known': {
    category: 'conflict',
    what: '单位代码 {code} 已经登记为“{name}”。',
    kept: '没有重复登记。',
    todo: '同一个县有第二个单位的，请换一个单位序号；否则请修改原来那一条。'
  },
  'agreements.own_office': {
    category: 'invalid',
    what: '{code} 是本单位的代码。',
    kept: '没有登记。',
    todo: '请填写对方单位的代码。'
  },
  'agreements.speaks_by_card': {
    category: 'conflict',
    what: '“{name}”已登记密钥卡，名称、代码和电话以它的密钥卡为准。',
    kept: '没有改动。',
    todo: '名称或电话变了，请对方在自己的电脑上更正，新密钥卡随下一次U盘带来；其他内容可以在这里改。'
  },
  'agreements.name_needed': {
    category: 'invalid',
    what: '没有填写单位名称和代码。',
    kept: '没有登记。',
    todo: '请填写单位名称和单位代码，例如 141124-00。'
  },
  'agreements.changed_meanwhile': {
    category: 'conflict',
    what: '这一条刚刚由别人改过。',
    kept: '您的这一次没有写入。',
    todo: '请看最新的内容后再改。'
  },
  'agreements.unknown': {
    category: 'missing',
    what: '没有这份协议。',
    kept: '没有任何改动。',
    todo: '请返回“区域协作”重新选择。'
  },
  'agreements.number_taken': {
    category: 'conflict',
    what: '协议编号“{number}”已经用在与“{name}”的协议上。',
    kept: '没有保存。',
    todo: '请核对纸件上的编号；续签的协议要有自己的编号。'
  },
  'agreements.bad_term': {
    category: 'invalid',
    what: '日期不对：{reason}。',
    kept: '没有保存。',
    todo: '请按纸件上的日期填写。'
  },
  'agreements.not_in_rules': {
    category: 'invalid',
    what: '{what}不在现行规则里。',
    kept: '没有保存。',
    todo: '请只选列出的单据、事项和紧急程度。'
  },
  'agreements.deadline_twice': {
    category: 'invalid',
    what: '{what}的期限写了两次。',
    kept: '没有保存。',
    todo: '请只留一行。'
  },
  'agreements.has_ended': {
    category: 'conflict',
    what: '这份协议已经终止。',
    kept: '没有任何改动。',
    todo: '重新合作的，请登记新的协议。'
  },
  'agreements.scan_bad': {
    category: 'invalid',
    what: '“{name}”不能作为扫描件：{reason}。',
    kept: '没有保存。',
    todo: '请选 5 MB 以内的 PDF、JPEG 或 PNG 文件。'
  },
  'meetings.unknown': {
    category: 'missing',
    what: '没有这份会议纪要或者这个事项。',
    kept: '没有任何改动。',
    todo: '请返回“区域协作”重新选择。'
  },
  'meetings.bad_day': {
    category: 'invalid',
    what: '{label}“{value}”不对：要是真实的日期；会议和完成不能晚于今天，期限不能早于会议。',
    kept: '没有保存。',
    todo: '请改正日期。'
  },
  'meetings.item_done': {
    category: 'conflict',
    what: '这个事项已经登记完成。',
    kept: '没有任何改动。',
    todo: '请刷新后再看。'
  },
  'agreements.sheet_unknown': {
    category: 'missing',
    what: '没有这张交接单。',
    kept: '没有任何改动。',
    todo: '请在“交接单”里重新选择。'
  },
  'agreements.sheet_unreadable': {
    category: 'invalid',
    what: '这不是交接单上的二维码，或者没有扫完整。',
    kept: '没有核对，U盘上的文件没有改动。',
    todo: '请把光标放在框里，重新扫描交接单右上角的二维码。'
  },
  'agreements.bad_text': {
    category: 'invalid',
    what: '“{label}”含有不能使用的字符 {character}。',
    kept: '没有保存。',
    todo: '请删去这个看不见的字符后重新保存。'
  }
})
