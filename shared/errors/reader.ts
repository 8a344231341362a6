/** Failures of the card reader: the device, the card, and the helper program that speaks to the device. */
import { entries } from './define'

export const readerErrors = entries({
  'reader.none': {
    category: 'missing',
    what: '还没有设置读卡程序。',
    kept: '没有读取任何证件，屏幕上的内容没有变。',
    todo: '请管理员到“设置 → 读卡器”选择读卡程序；现在可以手工录入。'
  },
  'reader.no_device': {
    category: 'missing',
    what: '没有找到读卡器。',
    kept: '屏幕上的内容没有变。',
    todo: '请检查读卡器的连线和指示灯，重新插上后再读。'
  },
  'reader.no_card': { category: 'missing', what: '读卡器上没有证件。', kept: '屏幕上的内容没有变。', todo: '请把证件平放在读卡器上再读。' },
  'reader.removed_early': {
    category: 'busy',
    what: '证件拿开得太早，没有读完。',
    kept: '屏幕上的内容没有变。',
    todo: '请把证件放好不动，等提示读完再拿开。'
  },
  'reader.unreadable': {
    category: 'missing',
    what: '这张证件读不出来。',
    kept: '屏幕上的内容没有变。',
    todo: '请换个角度再读一次；仍读不出时按证面手工录入。'
  },
  'reader.timeout': {
    category: 'busy',
    what: '等了 {seconds} 秒，没有读到证件。',
    kept: '屏幕上的内容没有变。',
    todo: '请把证件放好后再读。'
  },
  'reader.busy': { category: 'busy', what: '读卡器正在读另一张证件。', kept: '屏幕上的内容没有变。', todo: '请等那一张读完再读。' },
  'reader.cancelled': { category: 'busy', what: '已停止读卡。', kept: '屏幕上的内容没有变。', todo: '需要时再读。' },
  'reader.hung': {
    category: 'busy',
    what: '读卡程序没有回应，已经把它停掉。',
    kept: '屏幕上的内容没有变。',
    todo: '请拔插一次读卡器后再读；反复出现请联系管理员。'
  },
  'reader.stopped': {
    category: 'busy',
    what: '读卡程序中途退出了。',
    kept: '屏幕上的内容没有变。',
    todo: '请再读一次，程序会重新启动它；反复出现请联系管理员。'
  },
  'reader.garbled': {
    category: 'untrusted',
    what: '读卡程序给出的内容不合约定，没有采用，已经把它停掉。',
    kept: '屏幕上的内容没有变。',
    todo: '请再读一次；仍不行请管理员更换读卡程序，现在可以手工录入。'
  },
  'reader.protocol': {
    category: 'incompatible',
    what: '读卡程序用的是第 {found} 版约定，本程序只会第 {known} 版。',
    kept: '没有读取任何证件，屏幕上的内容没有变。',
    todo: '请管理员安装配套版本的读卡程序。'
  },
  'reader.keeps_failing': {
    category: 'busy',
    what: '读卡程序一分钟内接连停了几次，先不再启动它。',
    kept: '屏幕上的内容没有变。',
    todo: '请等 {seconds} 秒再读，或手工录入；反复出现请联系管理员。'
  },
  'reader.cannot_start': {
    category: 'missing',
    what: '读卡程序启动不了：{reason}。',
    kept: '没有读取任何证件，屏幕上的内容没有变。',
    todo: '请管理员到“设置 → 读卡器”重新选择；现在可以手工录入。'
  },
  'reader.program_changed': {
    category: 'untrusted',
    what: '读卡程序的文件和设置时不一样了，没有启动它。',
    kept: '没有读取任何证件，屏幕上的内容没有变。',
    todo: '如果是刚升级过，请管理员到“设置 → 读卡器”重新选择一次；否则请检查这台电脑。'
  },
  'reader.unsuitable': {
    category: 'invalid',
    what: '这个文件夹里没有可用的读卡程序：{reason}。',
    kept: '原来的设置没有改动。',
    todo: '请选择供应商给的、里面有 yipanqi-reader.json 的文件夹。'
  },
  'reader.practice_only': {
    category: 'forbidden',
    what: '演练里只用演练读卡器，不接真的读卡器。',
    kept: '没有改动任何设置。',
    todo: '请离开演练，回到正式单位后再设置。'
  }
})
