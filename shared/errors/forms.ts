/** Why: a form that is unknown, or changed so that it cannot be used, is told with what to do. */
import { entries } from './define'

export const formsErrors = entries({
  'forms.unknown': {
    category: 'missing',
    what: '现在适用的规则下没有这种表单，或者没有这一版。',
    kept: '没有任何改动，什么也没有打印。',
    todo: '请回到表单列表另选一种；旧版的证明用本程序当时的版本补打。'
  },
  'forms.bad_change': {
    category: 'invalid',
    what: '表单改动有 {count} 处不能用：{faults}。',
    kept: '表单没有改，仍用原来的。',
    todo: '请按提示改过再保存。'
  },
  'forms.change_unknown': {
    category: 'missing',
    what: '没有这次改动，可能别人刚撤回。',
    kept: '表单没有改。',
    todo: '请重新打开这个表单看现在用的是哪一版。'
  }
})
