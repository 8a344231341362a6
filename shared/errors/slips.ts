/** Failures of information slips. */
import { entries } from './define'

export const slipsErrors = entries({
  'slips.unknown': { category: 'missing', what: '找不到这张交流单。', kept: '没有任何改动。', todo: '请返回列表重新查找。' },
  'slips.out_of_scope': {
    category: 'forbidden',
    what: '这张交流单不属于您的管辖范围，或者还没有配对到人。',
    kept: '没有任何改动。',
    todo: '没有配对的单由县级分办；其他单请由县级或所属乡镇的同事办理。'
  },
  'slips.nothing_sealed': {
    category: 'missing',
    what: '这张单没有密封内容，或者已经撤回、到期删去。',
    kept: '没有打开什么，也没有记录。',
    todo: '请刷新后再看。'
  },
  'slips.sealed_inside': {
    category: 'forbidden',
    what: '这张单含有密封内容，只有服务岗位可以打印。',
    kept: '没有打印。',
    todo: '请由有服务岗位的同事打印后密封寄出，或者通过U盘带出。'
  },
  'slips.sheet_unknown': {
    category: 'missing',
    what: '本单位没有这个号码的调查核实表，或者不在您的管辖范围。',
    kept: '没有任何改动。',
    todo: '请核对表号，或到“交流单”里选单重新打印。'
  },
  'slips.declined_stands': {
    category: 'invalid',
    what: '“{item}”已经答复过“本人不同意提供”，这一项就此办结，不再核实。',
    kept: '没有送审。',
    todo: '请把这一项保持为“本人不同意提供”。'
  },
  'slips.nobody_chosen': {
    category: 'invalid',
    what: '还没有选分派给谁。',
    kept: '没有分派。',
    todo: '请选机构或同事。'
  },
  'slips.colleague_cannot': {
    category: 'invalid',
    what: '{name}不能办理这里的核实：没有核实岗位，或者不在所选机构的范围里。',
    kept: '没有分派。',
    todo: '请另选同事，或只选机构。'
  },
  'slips.day_past': {
    category: 'invalid',
    what: '办回日期早于今天。',
    kept: '没有分派。',
    todo: '请改成今天或以后的日期。'
  },
  'slips.not_of_merge': {
    category: 'conflict',
    what: '这张交流单不是合并以后写给保留档案的，或者合并还没有撤销。',
    kept: '没有任何改动。',
    todo: '请刷新合并记录后再选。'
  },
  'slips.action_not_allowed': {
    category: 'conflict',
    what: '这张单现在是“{status}”，不能{action}。',
    kept: '没有任何改动。',
    todo: '请刷新后按当前状态办理。'
  },
  'slips.field_not_allowed': {
    category: 'invalid',
    what: '按现行规则，这类单不能带“{field}”（{reason}）。',
    kept: '没有保存。',
    todo: '请去掉这一项后再试。'
  },
  'slips.field_missing': {
    category: 'invalid',
    what: '还缺“{field}”。',
    kept: '没有保存。',
    todo: '请补填这一项后再试。'
  },
  'slips.kind_not_in_rules': {
    category: 'invalid',
    what: '现行规则包里没有“{kind}”这类单。',
    kept: '没有保存。',
    todo: '请换一类单，或由管理员核对规则包。'
  },
  'slips.table_waiting': {
    category: 'conflict',
    what: '给这个单位的同一张表已有一份在等签发。',
    kept: '没有另起一份。',
    todo: '请先签发那一份，或把它作废以后再做。'
  },
  'slips.table_period': {
    category: 'invalid',
    what: '没有这样的统计期，或者统计期在截至日期以后才开始。',
    kept: '没有任何改动。',
    todo: '请另选统计期。'
  },
  'slips.table_not_agreed': {
    category: 'conflict',
    what: '对方已经不同意逐份核对，这张表却带有单号。',
    kept: '没有签发，单号没有发出。',
    todo: '请作废这份草稿，再做一份不带单号的。'
  },
  'slips.items_needed': { category: 'invalid', what: '还没有选择要核实的事项。', kept: '没有保存。', todo: '请至少选一项。' },
  'slips.incomplete_answer': {
    category: 'invalid',
    what: '还有 {count} 个事项没有结论。',
    kept: '没有提交反馈。',
    todo: '每一项都请选“属实、不符、无法核实、本人不同意提供”之一。'
  },
  'slips.same_person': {
    category: 'forbidden',
    what: '这张单是您核实的，核实的人不签发自己的反馈。',
    kept: '没有签发。',
    todo: '请由另一位有签发岗位的同事签发：{signers}。'
  },
  'slips.nothing_to_adopt': { category: 'missing', what: '这张单没有可采纳的内容。', kept: '档案没有改动。', todo: '请刷新后再看。' },
  'slips.partner_needed': { category: 'missing', what: '找不到收件单位。', kept: '没有保存。', todo: '请先在“往来单位”登记对方。' },
  'slips.link_in_use': {
    category: 'conflict',
    what: '与“{name}”的往来没有被接替，不用改发。',
    kept: '没有任何改动。',
    todo: '请照常写入U盘或邮寄。'
  },
  'slips.comes_by_stick': {
    category: 'conflict',
    what: '“{name}”已有密钥卡，它的单据随U盘来。',
    kept: '没有登记。',
    todo: '请让对方随U盘带来；对方确实只有纸面的，先与对方说定，用它的纸面反馈办理。'
  },
  'slips.already_taken': {
    category: 'conflict',
    what: '“{name}”的来函 {number} 已经登记过。',
    kept: '没有再登记一张。',
    todo: '请在“交流单”里按来文号查找，接着办理。'
  },
  'slips.goes_by_stick': {
    category: 'conflict',
    what: '“{name}”已有密钥卡，这张单随U盘带去。',
    kept: '没有登记寄出。',
    todo: '请在“交换”里写入U盘；确须邮寄的，请先与对方说定，办好后再登记。'
  },
  'slips.nothing_to_send': {
    category: 'conflict',
    what: '单 {number} 没有等着寄出的内容。',
    kept: '没有登记寄出。',
    todo: '没有签发的请先签发；已经寄出或装包的不用再登记。'
  },
  'slips.bad_sent_day': {
    category: 'invalid',
    what: '日期“{value}”不对：不能早于签发日期，也不能晚于今天。',
    kept: '没有登记。',
    todo: '请按寄出、接到电话或收到回信的当天填写。'
  },
  'slips.text_refused': { category: 'invalid', what: '“{field}”里有不能进入交换包的字符。', kept: '没有签发。', todo: '请重新输入这一项。' }
})
