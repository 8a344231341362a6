/** Failures of the gate itself: requests, sessions, storage, and the unexpected. */
import { entries } from './define'

export const gateErrors = entries({
  'request.invalid': { category: 'invalid', what: '填写的内容有误：{summary}。', kept: '没有保存任何改动。', todo: '请按提示改正后再试。' },
  'request.unknown_method': {
    category: 'incompatible',
    what: '界面请求了本版本没有的功能（{method}）。',
    kept: '没有任何改动。',
    todo: '请关闭程序后重新打开；仍不行请重新安装。'
  },
  'request.too_large': { category: 'invalid', what: '一次提交的内容过大。', kept: '没有保存任何改动。', todo: '请分几次提交。' },
  'request.key_reused': {
    category: 'conflict',
    what: '同一操作编号被用于不同的内容。',
    kept: '后一次没有执行。',
    todo: '请刷新页面后重做这一步。'
  },
  'session.none': { category: 'forbidden', what: '还没有登录，或已经锁定。', kept: '没有任何改动，草稿已保留。', todo: '请登录后继续。' },
  'session.wrong_passphrase': {
    category: 'forbidden',
    what: '用户名或口令不对。',
    kept: '没有打开任何资料。',
    todo: '请检查大写锁定和输入法后重输；忘记口令请找管理员，或使用恢复密钥。'
  },
  'session.wait': {
    category: 'busy',
    what: '连续多次口令不对，需稍等 {seconds} 秒。',
    kept: '没有打开任何资料。',
    todo: '请稍后再试，或请管理员重设口令。'
  },
  'session.forbidden': {
    category: 'forbidden',
    what: '您的岗位没有“{permission}”的权限。',
    kept: '没有任何改动。',
    todo: '可由下列岗位办理：{roles}。'
  },
  'session.county_only': {
    category: 'forbidden',
    what: '“{permission}”涉及全县，您的账号属于“{unit}”。',
    kept: '没有任何改动。',
    todo: '请由不限管辖范围的县级同事办理。'
  },
  'storage.full': {
    category: 'storage',
    what: '磁盘空间不足，没有写完。',
    kept: '原有资料完好，这一步没有保存。',
    todo: '请清理磁盘（至少留出 {need}）后重试。'
  },
  'storage.no_memory': {
    category: 'storage',
    what: '内存不够整理数据文件。',
    kept: '已删除的不会回来，数据文件还没有整理完。',
    todo: '请关闭其他程序（要空出 {need}）后再试；仍不够的，重新启动电脑后再试。'
  },
  'storage.clean_at_close': {
    category: 'storage',
    what: '数据文件比这台电脑空着的内存大（要空出 {need}），现在不能整理。',
    kept: '已删除的不会回来，数据文件还没有整理完。',
    todo: '请在下班时关闭程序：程序关闭以前会自动整理，不占多少内存，要等几分钟，请不要关机。也可以关掉别的程序，现在再试一次。'
  },
  'storage.read_only': {
    category: 'storage',
    what: '{place} 不能写入。',
    kept: '没有任何改动。',
    todo: '请检查写保护开关或文件夹权限后重试。'
  },
  'storage.failed': {
    category: 'storage',
    what: '读写磁盘出错（{reason}）。',
    kept: '这一步没有保存，原有资料没有改动。',
    todo: '请检查磁盘或U盘连接后重试；反复出现请立即备份并联系管理员。'
  },
  'storage.no_folder': {
    category: 'missing',
    what: '找不到这个文件夹，可能U盘拔出了，或者文件夹改了名。',
    kept: '没有任何改动。',
    todo: '请重新选一个文件夹；用U盘的，插好以后再选。'
  },
  'storage.busy': { category: 'busy', what: '数据正被另一项工作占用。', kept: '这一步没有保存。', todo: '请稍候几秒再试。' },
  'storage.unfit_place': {
    category: 'storage',
    what: '资料文件夹在{kind}上。在那里办公，拔掉、断网或断电会弄坏资料。',
    kept: '没有打开任何资料，那里的文件没有改动。',
    todo: '请用这台电脑自己的硬盘上的文件夹；要把资料搬过来，先在原来的地方备份，再用备份恢复。'
  },
  'storage.in_use': {
    category: 'busy',
    what: '这份数据已被另一个打开的程序使用。',
    kept: '没有打开任何资料。',
    todo: '请回到已经打开的窗口；若找不到，请关闭它后再试。'
  },
  'internal.unexpected': {
    category: 'internal',
    what: '程序遇到意外情况，非常抱歉。',
    kept: '这一步没有保存，原有资料没有改动。',
    todo: '请重试一次；仍不行请把参考号告诉管理员。'
  },
  'carrier.lost': {
    category: 'busy',
    what: '与本机程序的连接中断了。',
    kept: '屏幕上的内容还在；这一步有没有完成，重试时会自动核对，不会做两次。',
    todo: '请点重试；仍不行请关闭窗口后重新打开程序。'
  },
  'job.unknown': {
    category: 'missing',
    what: '找不到这项工作，可能已经结束并清理。',
    kept: '没有任何改动。',
    todo: '请刷新页面查看结果。'
  },
  'job.cancelled': {
    category: 'busy',
    what: '工作已按您的要求停止。',
    kept: '已停止之前的完整批次有效，未完成的部分没有写入。',
    todo: '需要时可以重新开始。'
  },
  'job.interrupted': {
    category: 'busy',
    what: '程序上次关闭时这项工作还没做完。',
    kept: '未完成的部分没有写入。',
    todo: '请重新开始这项工作。'
  },
  'checkup.running': {
    category: 'busy',
    what: '另一次体检正在进行。',
    kept: '没有任何改动。',
    todo: '请等它做完，看它的结果。'
  },
  'file.unknown_ticket': { category: 'missing', what: '所选文件已失效。', kept: '没有任何改动。', todo: '请重新选择文件。' },
  'file.too_large': { category: 'invalid', what: '文件过大（上限 {limit}）。', kept: '没有读取任何内容。', todo: '请确认选对了文件。' }
})
