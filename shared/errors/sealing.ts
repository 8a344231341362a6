/** Failures of sealed files. */
import { entries } from './define'

export const sealingErrors = entries({
  'sealing.unknown': {
    category: 'missing',
    what: '没有这份封存档案，可能已经解除封存。',
    kept: '没有任何改动。',
    todo: '请回到封存档案的列表，重新查看。'
  },
  'sealing.changed_meanwhile': {
    category: 'conflict',
    what: '这份封存档案刚被同事改过。',
    kept: '您的这一次没有保存。',
    todo: '请重新打开，核对后再办。'
  },
  'sealing.bad_day': {
    category: 'invalid',
    what: '复核日期不对。',
    kept: '没有任何改动。',
    todo: '请填写今天以后、{years} 年以内的日期。'
  },
  'sealing.still_waiting': {
    category: 'conflict',
    what: '此人还有没办完的事：待装包的交流单 {slips} 张，没有办结的本人申请 {requests} 件。',
    kept: '没有封存。',
    todo: '请先把交流单装包写出或者撤回，把申请办结，再封存。'
  },
  'sealing.slip_unknown': {
    category: 'missing',
    what: '这张交流单不在这份封存档案名下。',
    kept: '没有任何改动。',
    todo: '请重新打开这份封存档案查看。'
  }
})
