/** Failures of the work on duplicates. */
import { entries } from './define'

export const duplicatesErrors = entries({
  'duplicates.whole_county_only': {
    category: 'forbidden',
    what: '查找重复要看全县的人员，您归在一个机构里。',
    kept: '没有任何改动。',
    todo: '请由看全县的用户办理；找出的疑似重复您仍可核对。'
  },
  'duplicates.same_file': {
    category: 'invalid',
    what: '两边是同一份档案，或者已经并成一份。',
    kept: '没有任何改动。',
    todo: '请另选一份档案。'
  },
  'duplicates.decided': {
    category: 'conflict',
    what: '这一对刚由 {by} 处理过（{at}）：{decision}。',
    kept: '您的决定没有记入，档案没有改动。',
    todo: '请看下一对；如果不同意，请先与 {by} 商量，再撤销那次处理。'
  },
  'duplicates.not_decided': {
    category: 'conflict',
    what: '这一对没有“不是同一人”的决定可撤销。',
    kept: '没有任何改动。',
    todo: '请刷新列表；可能已由别人撤销。'
  },
  'duplicates.parent_and_child': {
    category: 'conflict',
    what: '{parent}与{child}登记为父母和子女，不会是同一个人。',
    kept: '两份档案没有改动。',
    todo: '如果子女登记错了，请先在档案里更正，再来合并。'
  }
})
