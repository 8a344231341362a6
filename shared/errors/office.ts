/** Failures around the office itself: set-up, opening, accounts, practice. */
import { entries } from './define'

export const officeErrors = entries({
  'office.already_set_up': {
    category: 'conflict',
    what: '这里已经建有单位“{name}”。',
    kept: '原有资料没有改动。',
    todo: '请直接登录；要另建单位请换一个数据文件夹。'
  },
  'office.not_set_up': {
    category: 'missing',
    what: '还没有建立本单位。',
    kept: '没有任何改动。',
    todo: '请先完成“建立本单位”，或进入演练。'
  },
  'office.weak_passphrase': {
    category: 'invalid',
    what: '口令太容易被猜到：{reason}。',
    kept: '没有保存。',
    todo: '请用 12 个以上字符，或五个以上互不相干的词。'
  },
  'office.bad_office_code': {
    category: 'invalid',
    what: '单位代码 {code} 不对。',
    kept: '没有保存。',
    todo: '请填六位县级区划代码加两位序号，例如 610802-00。'
  },
  'office.rule_pack_unknown': { category: 'missing', what: '没有名为“{pack}”的规则包。', kept: '规则没有改动。', todo: '请从列表中选择。' },
  'office.database_newer': {
    category: 'incompatible',
    what: '这份数据由更新版本的程序建立（数据版本 {found}，本程序支持到 {known}）。',
    kept: '数据没有改动。',
    todo: '请安装更新的程序后再打开。'
  },
  'office.migration_failed': {
    category: 'storage',
    what: '升级数据时出错，已停在第 {step} 步。',
    kept: '升级前的数据完好，并另存了一份备份。',
    todo: '请保持现状，联系管理员，并提供参考号。'
  },
  'office.damaged': {
    category: 'storage',
    what: '数据文件有损坏（{reason}）。',
    kept: '文件保持原样，没有做任何修改。',
    todo: '请不要删除任何文件，联系管理员用备份恢复。'
  },
  'office.recovery_key_wrong': {
    category: 'forbidden',
    what: '恢复密钥不对。',
    kept: '没有打开任何资料。',
    todo: '请对照纸面逐组检查后重输。'
  },
  'accounts.name_taken': { category: 'conflict', what: '用户名“{name}”已有人使用。', kept: '没有新增用户。', todo: '请换一个用户名。' },
  'accounts.unknown': { category: 'missing', what: '没有这个用户。', kept: '没有任何改动。', todo: '请刷新用户列表后再试。' },
  'accounts.last_administrator': {
    category: 'conflict',
    what: '这是最后一位管理员。',
    kept: '没有任何改动。',
    todo: '请先设好另一位管理员。'
  },
  'practice.not_built': { category: 'missing', what: '演练单位还没有建好。', kept: '没有任何改动。', todo: '请先点“开始演练”。' },
  'practice.only': { category: 'conflict', what: '只有演练时才能这样做。', kept: '正式资料没有改动。', todo: '请先进入演练。' },
  'practice.mixed': {
    category: 'untrusted',
    what: '演练与正式单位之间不能往来。',
    kept: '没有任何改动。',
    todo: '请换用正式的密钥或交换包。'
  },
  'drafts.too_large': { category: 'invalid', what: '草稿内容过大。', kept: '上一次的草稿还在。', todo: '请先保存再继续。' },
  'reference.division_unknown': {
    category: 'missing',
    what: '没有区划代码 {code}。',
    kept: '没有任何改动。',
    todo: '请从区划列表中选择。'
  },
  'accounts.not_to_himself': {
    category: 'invalid',
    what: '不能交接给本人。',
    kept: '没有任何改动。',
    todo: '请选另一位同事。'
  },
  'accounts.own_leaving': {
    category: 'forbidden',
    what: '您自己的用户不能由您交接停用。',
    kept: '没有任何改动。',
    todo: '请另一位管理员登录后办理。'
  },
  'accounts.posts_apart': {
    category: 'invalid',
    what: '这几个岗位不能由同一个人担任：{rule}。',
    kept: '没有改动岗位，也没有指定代理。',
    todo: '请分给不同的人。'
  },
  'accounts.deputy_himself': {
    category: 'invalid',
    what: '不能指定自己代理。',
    kept: '没有指定代理。',
    todo: '请选另一位同事；管理员要自己代理时，请由另一位管理员指定。'
  },
  'accounts.deputy_days': {
    category: 'invalid',
    what: '代理的日期不对。',
    kept: '没有指定代理。',
    todo: '从今天或以后开始，不早于开始的那天结束，最长 92 天。'
  },
  'accounts.deputy_elsewhere': {
    category: 'invalid',
    what: '“{name}”负责的范围比被代理人大，代理后会看到被代理人也看不到的人。',
    kept: '没有指定代理。',
    todo: '请选同一机构或其下的同事。'
  },
  'accounts.deputy_unknown': {
    category: 'missing',
    what: '没有这项代理，或者它已经结束。',
    kept: '没有任何改动。',
    todo: '请刷新后再看。'
  },
  'accounts.ended': {
    category: 'conflict',
    what: '“{name}”已经停用。',
    kept: '没有任何改动。',
    todo: '请刷新用户列表后再办。'
  },
  'folder.copied': {
    category: 'conflict',
    what: '这份资料是副本，还没有决定在不在这里办公，不能编号签发、撤回或再次核实，也不能读写U盘。',
    kept: '没有任何改动。',
    todo: '请管理员登录，在页面上面的提示里选“搬到这里办公”；只是看看就不用办。'
  },
  'folder.not_copied': {
    category: 'conflict',
    what: '这份资料不是副本，不用再选。',
    kept: '没有任何改动。',
    todo: '请刷新页面，照常办公。'
  },
  'audit.broken': {
    category: 'untrusted',
    what: '操作记录在第 {seq} 条处对不上。',
    kept: '记录保持原样。',
    todo: '请立即停止使用并报告监督人员。'
  }
})
