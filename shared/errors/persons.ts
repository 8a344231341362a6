/** Failures of the register of persons. */
import { entries } from './define'

export const personsErrors = entries({
  'persons.unknown': { category: 'missing', what: '找不到这个人的档案。', kept: '没有任何改动。', todo: '请返回列表重新查找。' },
  'persons.changed_meanwhile': {
    category: 'conflict',
    what: '这份档案刚被 {by} 改过（{at}），与您填写的不同之处：{fields}。',
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
  },
  'persons.out_of_scope': {
    category: 'forbidden',
    what: '这个人的现居住地和户籍地都不在您负责的范围内。',
    kept: '没有任何改动。',
    todo: '请由当地或县级用户办理；如果地址有误，请县级用户先更正。'
  },
  'persons.merged': {
    category: 'conflict',
    what: '这份档案已并入“{name}”的档案。',
    kept: '没有任何改动。',
    todo: '请在那份档案里办理；如果并错了，请先撤销合并。'
  },
  'persons.record_unknown': {
    category: 'missing',
    what: '这份档案里找不到要改的{label}。',
    kept: '没有任何改动。',
    todo: '可能已被别人删除，请重新打开档案后再改。'
  },
  'persons.code_unknown': {
    category: 'invalid',
    what: '“{label}”里没有代码“{code}”。',
    kept: '没有保存。',
    todo: '请从列表中选择。'
  },
  'persons.marriage_open': {
    category: 'invalid',
    what: '“{name}”还有一段没有结束的婚姻。',
    kept: '没有保存。',
    todo: '请先给原来那一段填上结束日期和原因，再登记新的配偶。'
  },
  'persons.self_link': {
    category: 'invalid',
    what: '不能把本人选作自己的配偶、父母或子女。',
    kept: '没有保存。',
    todo: '请重新选择。'
  },
  'persons.child_empty': {
    category: 'invalid',
    what: '子女的姓名和出生日期都没有填。',
    kept: '没有保存。',
    todo: '请至少填一项，或从档案中选择这个孩子。'
  },
  'persons.household_unknown': {
    category: 'missing',
    what: '找不到这一户。',
    kept: '没有保存。',
    todo: '请重新选择户，或先建立这一户。'
  },
  'persons.with_care': {
    category: 'invalid',
    what: '选中的人里有标了“谨慎联系”的，或者不满14岁的。',
    kept: '没有起草交流单，也没有开出个案卡。',
    todo: '请想清楚这次是否必要；确有必要的，勾选“确有必要”再办。'
  },
  'persons.restricted': {
    category: 'conflict',
    what: '这个人申请了限制处理（申请号 {request}），档案只保存、不使用。',
    kept: '没有写进交流单、名单或表格。',
    todo: '请到“本人服务台”看这份申请；解除限制后再办。'
  },
  'persons.photo_bad': {
    category: 'invalid',
    what: '这张照片不能用：{reason}。',
    kept: '原来的照片没有改动。',
    todo: '请换一张 200 KB 以内的 JPEG 或 PNG 照片。'
  },
  'places.unknown': {
    category: 'missing',
    what: '找不到这一户、这处住所或这个单位。',
    kept: '没有任何改动。',
    todo: '请返回重新查找。'
  },
  'places.out_of_scope': {
    category: 'forbidden',
    what: '这个地方不在您负责的范围内，也没有您负责的人与它有关。',
    kept: '没有任何改动。',
    todo: '请由当地或县级用户办理。'
  },
  'places.changed_meanwhile': {
    category: 'conflict',
    what: '这条记录刚被 {by} 改过。',
    kept: '您的修改没有保存，内容仍在屏幕上。',
    todo: '请重新打开，对照后再保存。'
  },
  'places.exists': {
    category: 'conflict',
    what: '已有名称和地址相同的单位。',
    kept: '没有保存。',
    todo: '请打开那个单位，或改用不同的名称、地址。'
  },
  'places.household_number_taken': {
    category: 'conflict',
    what: '户编码 {number} 已经用于另一户。',
    kept: '没有保存。',
    todo: '请核对户口簿，或由程序重新编号。'
  },
  'places.household_full': {
    category: 'invalid',
    what: '这个组的户编码已经用到 9999。',
    kept: '没有任何改动。',
    todo: '请换一个组号。'
  },
  'places.head_not_member': {
    category: 'invalid',
    what: '户主不在本户成员里。',
    kept: '没有保存。',
    todo: '请先把户主加入成员。'
  },
  'acts.unknown': {
    category: 'missing',
    what: '找不到这一次批量操作。',
    kept: '没有任何改动。',
    todo: '请返回列表重新查找。'
  },
  'acts.merge_elsewhere': {
    category: 'conflict',
    what: '这是一次档案合并。',
    kept: '没有任何改动。',
    todo: '请到“查重”的“合并记录”里查看或撤销。'
  },
  'acts.slips_elsewhere': {
    category: 'conflict',
    what: '这是在“交流单”里成批办的。',
    kept: '没有任何改动。',
    todo: '请到“交流单”里撤销，或逐张办理。'
  },
  'acts.not_done': {
    category: 'conflict',
    what: '这一次批量操作已经撤销过了。',
    kept: '没有任何改动。',
    todo: '请刷新列表查看结果。'
  }
})
