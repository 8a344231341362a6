/** Failures of the register of persons. */
import { entries } from './define'

export const personsErrors = entries({
  'persons.unknown': { category: 'missing', what: '找不到这个人的档案。', kept: '没有任何改动。', todo: '请返回列表重新查找。' },
  'persons.changed_meanwhile': {
    category: 'conflict',
    what: '这份档案刚被 {by} 改过。',
    kept: '您的修改没有保存，内容仍在屏幕上。',
    todo: '请对照两个版本后再保存。'
  },
  'persons.bad_name': {
    category: 'invalid',
    what: '姓名里有不能使用的字符（{character}）。',
    kept: '没有保存。',
    todo: '请按证件原样重新输入姓名。'
  },
  'persons.bad_text': {
    category: 'invalid',
    what: '“{label}”里有看不见的或不能使用的字符（{character}）。',
    kept: '没有保存。',
    todo: '请删去后重新输入，不要从网页或聊天窗口粘贴。'
  },
  'persons.no_stay': {
    category: 'missing',
    what: '这个人还没有居住记录，无处填写现居住地。',
    kept: '没有任何改动。',
    todo: '请先登记一段居住记录。'
  },
  'persons.bad_date': {
    category: 'invalid',
    what: '日期“{value}”不对。',
    kept: '没有保存。',
    todo: '请按 2026-03-05 的样子填写；不知道月日可只填年。'
  },
  'persons.id_reason_needed': {
    category: 'invalid',
    what: '没有填公民身份号码。',
    kept: '没有保存。',
    todo: '请填号码，或选择“暂无证件号”并注明原因。'
  }
})
