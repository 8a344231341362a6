/** Failures of the conversion of division codes. */
import { entries } from './define'

export const conversionErrors = entries({
  'conversion.whole_county_only': {
    category: 'forbidden',
    what: '转换区划代码要看全县的人员，您归在一个机构里。',
    kept: '没有任何改动。',
    todo: '请由看全县的用户办理。'
  },
  'conversion.bad_day': {
    category: 'invalid',
    what: '没有 {day} 这一天，或在今天之后。',
    kept: '没有任何改动。',
    todo: '请按 2026-03-05 的样子填写今天或以前的日期。'
  },
  'conversion.bad_choice': {
    category: 'invalid',
    what: '{code} 不能改成 {to}：它不是这个代码的后继区划。',
    kept: '没有任何改动。',
    todo: '请重新查找，从列出的后继区划里选。'
  },
  'conversion.nothing': {
    category: 'conflict',
    what: '没有要改的代码。',
    kept: '没有任何改动。',
    todo: '请重新查找；可能已经改过。'
  }
})
