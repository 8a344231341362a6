/** Failures of taking lists in and giving them out. */
import { entries } from './define'

export const workbooksErrors = entries({
  'workbooks.layout_unknown': {
    category: 'missing',
    what: '没有这种表格模板。',
    kept: '没有任何改动。',
    todo: '请从列出的模板里选。'
  },
  'workbooks.layout_changed': {
    category: 'conflict',
    what: '这个模板刚被 {by} 改过。',
    kept: '您的修改没有保存。',
    todo: '请返回，看过现在的模板再改。'
  },
  'workbooks.layout_name_taken': {
    category: 'invalid',
    what: '已有名为“{name}”的模板。',
    kept: '没有任何改动。',
    todo: '请换一个名称。'
  },
  'workbooks.name_needed': {
    category: 'invalid',
    what: '没有一列对应“姓名”或“内部编号”，不知道每一行是谁。',
    kept: '登记库没有任何改动。',
    todo: '请把姓名所在的列对应到“姓名”。'
  },
  'workbooks.field_unknown': {
    category: 'invalid',
    what: '没有“{field}”这个项目。',
    kept: '没有任何改动。',
    todo: '请重新选择每一列对应的项目。'
  },
  'workbooks.field_twice': {
    category: 'invalid',
    what: '有两列都对应“{field}”。',
    kept: '登记库没有任何改动。',
    todo: '请只留一列，另一列选“不导入”。'
  },
  'workbooks.import_unknown': {
    category: 'missing',
    what: '没有这次导入，或它已经办完。',
    kept: '登记库没有任何改动。',
    todo: '请从导入记录里重新选择。'
  },
  'workbooks.whole_not_allowed': {
    category: 'forbidden',
    what: '您不能导出完整的证件号和电话。',
    kept: '没有生成文件。',
    todo: '请导出遮盖后的表格，或请有“显示完整证件号”权限的同事办理。'
  },
  'workbooks.reason_needed': {
    category: 'invalid',
    what: '导出完整的证件号和电话要写明用途。',
    kept: '没有生成文件。',
    todo: '请填写导出的用途。'
  },
  'workbooks.confirm_needed': {
    category: 'conflict',
    what: '这次要导出 {count} 人的完整证件号和电话。',
    kept: '还没有生成文件。',
    todo: '确实需要时再确认一次；否则请导出遮盖后的表格。'
  }
})
