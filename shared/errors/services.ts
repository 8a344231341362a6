/** Failures of the records of services. */
import { entries } from './define'

export const servicesErrors = entries({
  'services.unknown': {
    category: 'missing',
    what: '没有这条服务记录，可能已被同事删去，或者到期删除了。',
    kept: '没有任何改动。',
    todo: '请返回档案重新查看。'
  },
  'services.changed_meanwhile': {
    category: 'conflict',
    what: '这条服务记录刚被同事改过。',
    kept: '您的这一次没有保存。',
    todo: '请重新打开这条记录，核对后再改。'
  },
  'services.bad_date': {
    category: 'invalid',
    what: '日期“{value}”不对。',
    kept: '没有保存。',
    todo: '服务日期不晚于今天，结束和下次预约不早于服务日期；请按 2026-03-05 的样子填写。'
  },
  'services.bad_text': {
    category: 'invalid',
    what: '“{label}”里有不能保存的字符（{character}）。',
    kept: '没有保存。',
    todo: '请删去这个字符，重新输入。'
  },
  'services.code_unknown': {
    category: 'invalid',
    what: '“{value}”不在代码表里。',
    kept: '没有保存。',
    todo: '请从列表里选择。'
  },
  'services.consent_unknown': {
    category: 'missing',
    what: '档案里没有这份同意记录，或者它已经撤回。',
    kept: '没有保存。',
    todo: '请先在“同意”里登记，再选它；也可以不选。'
  }
})
