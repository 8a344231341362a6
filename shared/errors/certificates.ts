/** Failures of the ledger of certificates. */
import { entries } from './define'

export const certificatesErrors = entries({
  'certificates.unknown': {
    category: 'missing',
    what: '没有这份证明，或者它的内容已随本人档案删除、封存。',
    kept: '没有任何改动。',
    todo: '请返回证明列表重新选择。'
  },
  'certificates.out_of_scope': {
    category: 'forbidden',
    what: '这不是您所在单位的证明。',
    kept: '没有任何改动。',
    todo: '请由签发单位办理，或者由县级办理。'
  },
  'certificates.not_now': {
    category: 'conflict',
    what: '证明 {number} 现在是“{status}”，不能{action}。',
    kept: '没有任何改动。',
    todo: '请看最新的状态后再办理。'
  },
  'certificates.same_person': {
    category: 'forbidden',
    what: '核实和签发不能是同一个人。',
    kept: '没有签发，没有占用编号。',
    todo: '请由 {signers} 签发。'
  },
  'certificates.being_replaced': {
    category: 'conflict',
    what: '证明 {number} 已经有一份换发的证明在办。',
    kept: '没有另外起草，原证明仍然有效。',
    todo: '请继续办理那一份，或者先撤销它的草稿。'
  },
  'certificates.other_person': {
    category: 'invalid',
    what: '证明 {number} 是另一个人的。',
    kept: '没有起草，原证明仍然有效。',
    todo: '换发只能给同一个人；发错人的，请作废原证明，另行起草。'
  },
  'certificates.at_printer': {
    category: 'conflict',
    what: '证明 {number} 正在打印批次里，还没有确认出纸情况。',
    kept: '没有任何改动。',
    todo: '请在“证明表单”上头先说明出纸了、没有出纸还是出坏了；还没有送打印的，接着打印或者撤下。'
  },
  'certificates.reason_unknown': {
    category: 'invalid',
    what: '没有选择原因，或者所选的原因现在不再使用。',
    kept: '没有任何改动。',
    todo: '请在列出的原因里选一个。'
  },
  'certificates.bad_text': {
    category: 'invalid',
    what: '“{field}”含有不能打印的字符 {character}。',
    kept: '没有保存。',
    todo: '请删去这个看不见的字符后重新保存。'
  },
  'certificates.damaged': {
    category: 'storage',
    what: '证明 {number} 保存的内容与签发时的摘要不一致。',
    kept: '没有打印，也没有显示。',
    todo: '请停止使用这份记录，运行“体检”，并与管理员核对备份。'
  },
  'certificates.bad_data': {
    category: 'invalid',
    what: '有 {count} 栏填得不对：{field}，{fault}。',
    kept: '证明没有保存，您填的还在。',
    todo: '请改正标出的栏目再保存。'
  },
  'certificates.no_issuer': {
    category: 'invalid',
    what: '“{name}”不签发证明。',
    kept: '没有起草，没有划号段。',
    todo: '请选县级或者乡镇街道。'
  },
  'certificates.no_pattern': {
    category: 'invalid',
    what: '没有“{form}”的编号规则。',
    kept: '没有签发，没有占用编号。',
    todo: '请管理员核对编号规则的适用时期和地区。'
  },
  'certificates.no_block': {
    category: 'conflict',
    what: '还没有给“{unit}”划过 {series} 的号段。',
    kept: '没有签发，没有占用编号。',
    todo: '请县级在“号段”里给这个单位划一段，再签发。'
  },
  'certificates.block_used_up': {
    category: 'conflict',
    what: '“{unit}”在 {series} 里的号段已经用完。',
    kept: '没有签发，没有占用编号。',
    todo: '请县级在“号段”里再划一段，再签发。'
  },
  'certificates.series_full': {
    category: 'conflict',
    what: '{series} 只剩 {left} 个编号，不够这一段。',
    kept: '没有划号段。',
    todo: '请减少个数；本年度确实不够的，请向上级申请新的编号规则。'
  },
  'certificates.block_unknown': {
    category: 'missing',
    what: '没有这个号段。',
    kept: '没有任何改动。',
    todo: '请返回“号段”重新选择。'
  },
  'certificates.block_ended': {
    category: 'conflict',
    what: '这个号段已经用完、交回或者停用。',
    kept: '没有任何改动。',
    todo: '请刷新后再看。'
  },
  'certificates.no_phone': {
    category: 'invalid',
    what: '本单位没有填联系电话，证明上写不出投诉电话。',
    kept: '没有签发，没有用掉编号。',
    todo: '请管理员在“设置”的“单位”填好联系电话，再签发。'
  },
  'certificates.one_unit': {
    category: 'invalid',
    what: '一批只能打印同一个单位的证明，用空白册子的还要是同一种。',
    kept: '没有任何改动。',
    todo: '请按单位和种类分批。'
  },
  'certificates.run_unknown': {
    category: 'missing',
    what: '没有这个打印批次。',
    kept: '没有任何改动。',
    todo: '请返回“打印”重新选择。'
  },
  'certificates.run_done': {
    category: 'conflict',
    what: '这一批没有等着送打印的了。',
    kept: '没有送打印。',
    todo: '还有未确认的，请说明出纸情况；要再打印的，请另开一批。'
  },
  'certificates.nothing_asked': {
    category: 'conflict',
    what: '这几份没有等着确认出纸情况的。',
    kept: '没有任何改动。',
    todo: '请看批次里最新的情况。'
  },
  'booklets.bad_range': {
    category: 'invalid',
    what: '{first} 到 {last} 不是一套连续的印刷号。',
    kept: '没有登记。',
    todo: '请核对起号和止号：字头和位数相同，止号不小于起号，一次最多 5000 本。'
  },
  'booklets.known': {
    category: 'conflict',
    what: '空白册子 {number} 已经登记过。',
    kept: '这一批都没有登记。',
    todo: '请核对起号和止号。'
  },
  'booklets.not_in_stock': {
    category: 'conflict',
    what: '空白册子 {number} 不在“{unit}”的库存里。',
    kept: '这一批都没有改动。',
    todo: '请核对印刷号；已经用掉、作废或者发给别的单位的，不能再动。'
  },
  'booklets.number_needed': {
    category: 'invalid',
    what: '没有填册号：{number} 用的册子，本单位有库存。',
    kept: '没有记下出纸情况，册子的库存没有改动。',
    todo: '请填纸上印好的号：打印好的填第一本的，打坏的填打坏那一本的。'
  },
  'booklets.too_few': {
    category: 'conflict',
    what: '从 {first} 起，本单位只有 {left} 本空白册子，或者没有这一本。',
    kept: '没有记下出纸情况。',
    todo: '请核对纸上的印刷号；库存里没有登记的，先在“号段和册子”里登记入库。'
  }
})
