/** Why: a calibration that cannot be right would spoil numbered stationery, so it is refused with what to measure again. */
import { entries } from './define'

export const calibrationsErrors = entries({
  'calibrations.off': {
    category: 'invalid',
    what: '量得的数用不了：{fault}。',
    kept: '校准没有保存，原来的校准不变。',
    todo: '请照提示重新量，改过再保存。'
  },
  'calibrations.no_stationery': {
    category: 'invalid',
    what: '这种表单打在白纸上，不用校准。',
    kept: '什么也没有保存。',
    todo: '请选用印好的纸打印的表单。'
  },
  'calibrations.unknown': {
    category: 'missing',
    what: '没有这次校准，可能别人刚改过。',
    kept: '校准没有变。',
    todo: '请返回重新打开本页，看现在用的是哪一次。'
  }
})
