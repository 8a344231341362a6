/** Failures of questions kept under a name. */
import { entries } from './define'

export const presetsErrors = entries({
  'presets.unknown': {
    category: 'missing',
    what: '没有这个查询方案，可能别人刚删去。',
    kept: '没有任何改动。',
    todo: '请重新打开方案列表；需要的话把现在的条件另存一个。'
  },
  'presets.not_yours': {
    category: 'forbidden',
    what: '这是别人的查询方案，您不能改名或删去。',
    kept: '方案没有变。',
    todo: '请用“存为方案”另存一个自己的。'
  },
  'presets.changed_meanwhile': {
    category: 'conflict',
    what: '这个查询方案刚被改过。',
    kept: '您的改动没有保存。',
    todo: '请重新打开方案列表，看过新的内容再改。'
  },
  'presets.name_taken': {
    category: 'invalid',
    what: '已有一个叫“{name}”的查询方案。',
    kept: '方案没有保存。',
    todo: '请换一个名称。'
  },
  'presets.too_many': {
    category: 'invalid',
    what: '查询方案已有 {most} 个，到了上限。',
    kept: '方案没有保存。',
    todo: '请先删去不用的方案。'
  }
})
