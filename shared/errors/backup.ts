/** Failures of keeping copies and of coming back from them. */
import { entries } from './define'

export const backupErrors = entries({
  'backup.not_one': {
    category: 'untrusted',
    what: '这不是一盘棋的备份文件。',
    kept: '没有任何改动。',
    todo: '请选择名字以 .ypqbak 结尾的文件。'
  },
  'backup.unreadable': {
    category: 'untrusted',
    what: '这份备份已经损坏（{reason}），不能用来恢复。',
    kept: '现有资料没有改动，备份文件也保持原样。',
    todo: '请换一份备份，例如前一天的，或另一处存放的。'
  },
  'backup.wrong_secret': {
    category: 'forbidden',
    what: '打不开这份备份：口令或恢复密钥不对。',
    kept: '现有资料没有改动。',
    todo: '请用备份那一天的用户口令，或对照纸面重输恢复密钥。'
  },
  'backup.other_office': {
    category: 'conflict',
    what: '这份备份属于“{name}”，不是本单位的。',
    kept: '现有资料没有改动。',
    todo: '请选择本单位的备份。'
  },
  'backup.schema_newer': {
    category: 'incompatible',
    what: '这份备份由更新版本的程序写成（数据版本 {found}，本程序支持到 {known}）。',
    kept: '现有资料没有改动。',
    todo: '请安装更新的程序后再恢复。'
  },
  'backup.two_persons': {
    category: 'forbidden',
    what: '恢复备份要两个人在场，两人要用不同的用户名。',
    kept: '现有资料没有改动。',
    todo: '请另一位同事输入自己的用户名和口令。'
  },
  'backup.not_allowed': {
    category: 'forbidden',
    what: '两个人里没有管理员，不能恢复备份。',
    kept: '现有资料没有改动。',
    todo: '请管理员和另一位同事一起办理。'
  },
  'backup.place_gone': {
    category: 'storage',
    what: '找不到备份要用的位置“{place}”，可能U盘没有插好，或移动硬盘、共享文件夹没有连上。',
    kept: '资料没有改动，以前的备份还在原处。',
    todo: '请插好或连上以后再备份一次。'
  },
  'backup.place_full': {
    category: 'storage',
    what: '“{place}”空间不够，备份没有写完。',
    kept: '资料没有改动，以前的备份都还在。',
    todo: '请清理那里的其他文件，或换一个位置，再备份一次。'
  },
  'backup.place_taken': {
    category: 'conflict',
    what: '“{place}”已经在备份位置里了。',
    kept: '没有任何改动。',
    todo: '请另选一个文件夹或磁盘。'
  },
  'backup.place_unknown': { category: 'missing', what: '没有这个备份位置。', kept: '没有任何改动。', todo: '请刷新页面后再试。' },
  'backup.place_last': {
    category: 'conflict',
    what: '本机的备份位置不能去掉。',
    kept: '没有任何改动。',
    todo: '请保留它，另外再加U盘或第二块硬盘。'
  },
  'backup.no_drive': {
    category: 'missing',
    what: '没有找到所选的U盘。',
    kept: '没有任何改动。',
    todo: '请插好U盘后重新选择。'
  },
  'backup.differs': {
    category: 'storage',
    what: '写到“{place}”的备份读回来对不上，可能是U盘或硬盘有坏块。',
    kept: '这一份没有算数，以前的备份都还在。',
    todo: '请换一个U盘或硬盘，再备份一次。'
  },
  'backup.source_damaged': {
    category: 'storage',
    what: '检查时发现资料文件有一部分读不出来。',
    kept: '没有任何文件被改动，以前的备份都还在。',
    todo: '请不要删除任何文件，联系管理员用最近的好备份恢复，或先把读得出的部分另存。'
  },
  'backup.nothing_readable': {
    category: 'storage',
    what: '资料文件开头已经损坏，一张表也读不出来。',
    kept: '损坏的文件保持原样。',
    todo: '请用最近的备份恢复。'
  },
  'backup.running': {
    category: 'busy',
    what: '另一项备份或恢复正在进行。',
    kept: '没有任何改动。',
    todo: '请等它做完再试。'
  }
})
