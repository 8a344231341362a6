/** Failures of the office's own tree of units. */
import { entries } from './define'

export const organisationErrors = entries({
  'organisation.unknown': { category: 'missing', what: '没有这个机构。', kept: '没有任何改动。', todo: '请刷新机构列表后再试。' },
  'organisation.already_built': {
    category: 'conflict',
    what: '机构已经建好，不能再按区划整批建立。',
    kept: '现有机构没有改动。',
    todo: '缺少的机构请在其上级下面逐个新增。'
  },
  'organisation.changed_meanwhile': {
    category: 'conflict',
    what: '“{name}”刚被别人改过。',
    kept: '您的修改没有保存，内容仍在屏幕上。',
    todo: '请重新打开这个机构，对照后再保存。'
  },
  'organisation.too_deep': {
    category: 'invalid',
    what: '中心户长、协管员下面不能再设机构。',
    kept: '没有新增。',
    todo: '请在村、社区下面新增。'
  },
  'organisation.wrong_level': {
    category: 'invalid',
    what: '“{name}”不能放在“{parent}”下面。',
    kept: '没有移动。',
    todo: '乡镇只能放在县下面，村只能放在乡镇下面，中心户长、协管员只能放在村下面。'
  },
  'organisation.code_level': {
    category: 'invalid',
    what: '{level}的区划代码应为 {digits} 位，且末三位不全为 0。',
    kept: '没有保存。',
    todo: '请核对区划代码；中心户长、协管员不填代码。'
  },
  'organisation.code_outside': {
    category: 'invalid',
    what: '区划代码 {code} 不在上级“{parent}”（{area}）的范围内。',
    kept: '没有保存。',
    todo: '请改用上级范围内的代码，或先把机构移到代码所属的上级。'
  },
  'organisation.code_taken': {
    category: 'conflict',
    what: '区划代码 {code} 已用于“{name}”。',
    kept: '没有保存。',
    todo: '请核对代码；确要换用，请先撤销原机构。'
  },
  'organisation.closed': {
    category: 'conflict',
    what: '“{name}”已经撤销。',
    kept: '没有任何改动。',
    todo: '请选择仍在工作的机构，或先恢复它。'
  },
  'organisation.has_users': {
    category: 'conflict',
    what: '还有 {count} 名用户属于“{name}”。',
    kept: '没有撤销。',
    todo: '请先把这些用户改到别的机构，或停用他们。'
  },
  'organisation.has_units': {
    category: 'conflict',
    what: '“{name}”下面还有 {count} 个机构没有撤销。',
    kept: '没有撤销。',
    todo: '请先撤销或移走下级机构。'
  },
  'organisation.root_stays': {
    category: 'conflict',
    what: '县级机构是本单位自己，不能移动或撤销。',
    kept: '没有任何改动。',
    todo: '名称和代码可以修改。'
  },
  'organisation.bad_day': {
    category: 'invalid',
    what: '日期 {day} 不对，或早于设立日期。',
    kept: '没有保存。',
    todo: '请按 2026-03-05 的样子填写。'
  }
})
