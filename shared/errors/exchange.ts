/** Failures of partners, sticks and bundles that are not faults of one bundle (those are in bundle-faults). */
import { entries } from './define'

export const exchangeErrors = entries({
  'partners.unknown': { category: 'missing', what: '找不到这个往来单位。', kept: '没有任何改动。', todo: '请刷新列表后再试。' },
  'partners.already_known': {
    category: 'conflict',
    what: '“{name}”已经登记过。',
    kept: '原有登记没有改动。',
    todo: '请直接打开该单位查看。'
  },
  'partners.digits_differ': {
    category: 'untrusted',
    what: '输入的数字与密钥不一致。',
    kept: '没有确认，对方的包仍不会导入。',
    todo: '请与纸面逐组核对；仍不一致请按官方电话联系对方，不要继续。'
  },
  'partners.qr_unreadable': {
    category: 'invalid',
    what: '扫到的不是登记表上的二维码，或没有扫全。',
    kept: '没有确认，对方的包仍不会导入。',
    todo: '请再扫一次，或改为输入 40 位数字。'
  },
  'partners.form_contradicts': {
    category: 'untrusted',
    what: '登记表上的二维码与数字不是同一个密钥，这张表可能被改动过。',
    kept: '核对已停止，没有确认；这件事已记入操作记录。',
    todo: '请不要使用这张表，按官方电话与对方核实，请对方重新盖章出具。'
  },
  'partners.second_person_needed': {
    category: 'forbidden',
    what: '密钥须由两个人分别核对。',
    kept: '您已核对的一次仍有效，没有重复计数。',
    todo: '请另一位同事登录后核对。'
  },
  'partners.not_confirmed': {
    category: 'untrusted',
    what: '“{name}”的密钥还没有经两人核对。',
    kept: '没有装包，交流单仍在待装包。',
    todo: '请先到“往来单位”完成核对。'
  },
  'partners.own_card': { category: 'conflict', what: '这是本单位自己的密钥卡。', kept: '没有登记。', todo: '请选择对方给的密钥卡。' },
  'partners.key_substituted': {
    category: 'untrusted',
    what: '同一单位代码 {code} 出现了不同的密钥。',
    kept: '原来核对过的密钥没有改动。',
    todo: '请不要继续，按官方电话与对方核实。对方确实丢失了主密钥的，请在该单位的侧栏按“用新的登记表接替”。'
  },
  'partners.not_succeeded': {
    category: 'conflict',
    what: '这张密钥卡不能接替“{name}”。',
    kept: '没有登记，原来的往来没有改动。',
    todo: '请核对单位代码是否相同，并确认原来的密钥仍在使用。'
  },
  'partners.link_closed': {
    category: 'conflict',
    what: '与“{name}”用原密钥的往来已经停用。',
    kept: '没有任何改动。',
    todo: '请改选现在往来的同名单位。'
  },
  'partners.card_refused': {
    category: 'untrusted',
    what: '密钥卡没有通过检查：{reason}',
    kept: '没有登记，已有的往来单位没有改动。',
    todo: '{advice}'
  },
  'partners.directory_refused': {
    category: 'untrusted',
    what: '密钥目录没有通过检查：{reason}',
    kept: '没有收下，原有的往来单位没有改动。',
    todo: '请按官方电话与发布单位核实，请其重新提供。'
  },
  'partners.directory_old': {
    category: 'conflict',
    what: '这是第 {ver} 版目录，本单位已有较新的第 {newest} 版。',
    kept: '没有收下，仍用第 {newest} 版。',
    todo: '请向发布单位要最新的一版。'
  },
  'partners.directory_gap': {
    category: 'conflict',
    what: '这是第 {ver} 版目录，中间缺第 {wanted} 版。',
    kept: '没有收下。',
    todo: '请向发布单位要齐第 {wanted} 版起的每一版，按顺序导入。'
  },
  'partners.no_card': {
    category: 'missing',
    what: '“{name}”还没有密钥卡。',
    kept: '没有任何改动。',
    todo: '请先用对方给的密钥卡文件（.jhk）登记。'
  },
  'partners.suite_open': {
    category: 'conflict',
    what: '与“{name}”的往来没有限定用国密套件。',
    kept: '没有任何改动。',
    todo: '不用办理；对方现在用通用算法封装的包可以直接读取。'
  },
  'partners.suite_withdrawn': {
    category: 'conflict',
    what: '“{name}”的密钥卡不再支持国密套件，与它的往来不会自动改回通用算法。',
    kept: '没有写入任何内容，交流单仍在待装包。',
    todo: '请按官方电话问清对方是否停用了国密；确实停用的，由两个人在“交换”→“各单位”里办理“改回通用算法”。'
  },
  'partners.in_use': {
    category: 'conflict',
    what: '“{name}”的密钥不在待核对状态，不能取消登记。',
    kept: '原有登记没有改动。',
    todo: '密钥有疑问时请按官方电话与对方核实。'
  },
  'exchange.clock_early': {
    category: 'invalid',
    what: '电脑日期 {today} 比程序做好的日子还早，不会是对的。',
    kept: '没有确认，提示还在。',
    todo: '请把电脑的日期和时间调准。'
  },
  'exchange.no_partner': {
    category: 'missing',
    what: '还没有经两人核对密钥的往来单位。',
    kept: '没有写入任何内容。',
    todo: '请先到“往来单位”登记对方的密钥卡并完成核对。'
  },
  'exchange.drive_gone': {
    category: 'storage',
    what: '找不到所选的U盘或文件夹，或者U盘中途被拔出。',
    kept: '这一次不算数：没有导入，也没有登记寄出，交流单一张不少。',
    todo: '请重新插好U盘，再做一次。'
  },
  'exchange.stick_full': {
    category: 'storage',
    what: 'U盘空间不足，还差 {missing}。',
    kept: 'U盘上原有文件没有改动。',
    todo: '请清理U盘或换一个后重试。'
  },
  'exchange.read_back_differs': {
    category: 'storage',
    what: '写入后读回来的内容不一致，U盘可能已损坏。',
    kept: '不完整的文件已删除，交流单仍会在下次写入。',
    todo: '请换一个U盘重写。'
  },
  'exchange.nothing_waits': {
    category: 'missing',
    what: '该单位没有等待确认的取回请求。',
    kept: '没有任何改动。',
    todo: '请刷新后再看。'
  },
  'exchange.flag_changed': {
    category: 'conflict',
    what: '这条提示已有变化：又发生了一次，或别人已经查看。',
    kept: '没有任何改动。',
    todo: '请看过新的提示后再记。'
  },
  'exchange.not_unvouched': {
    category: 'conflict',
    what: '所选的包有的已由对方证明，或别人刚刚记过、撤回过。',
    kept: '没有任何改动。',
    todo: '请看过新的清单后再选。'
  },
  'exchange.no_other_pc': {
    category: 'missing',
    what: '没有发现另一台电脑在用本单位的数据。',
    kept: '没有任何改动。',
    todo: '如仍有疑问，请查看各往来单位的交换情况。'
  },
  'exchange.bundle_unknown': { category: 'missing', what: '找不到这个交换包的记录。', kept: '没有任何改动。', todo: '请重新读取U盘。' },
  'bundle.refused': {
    category: 'untrusted',
    what: '交换包没有通过检查：{reason}',
    kept: '原文件已放入隔离区，资料没有任何改动。',
    todo: '{advice}'
  }
})
