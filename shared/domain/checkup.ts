// Why: what the program looks at in itself is named once, for the page, the paper and the command line.

/** In the order in which they are told. */
export const checkTitles = {
  database: '资料文件',
  encryption: '加密',
  backups: '备份',
  audit: '操作记录',
  bundles: '交换包',
  archive: '交换存档',
  quarantine: '隔离的来件',
  aside: '另放的来件',
  waiting: '等待的来件',
  leftovers: '没有用上的内容',
  disk: '磁盘空间',
  folder: '资料位置',
  clock: '电脑时间',
  keys: '本单位密钥',
  partners: '对方密钥',
  sticks: 'U盘',
  fonts: '字体',
  printers: '打印机',
  codes: '代码表',
  rules: '规则包',
  computer: '电脑'
} as const

export type CheckName = keyof typeof checkTitles
export const checkNames = Object.keys(checkTitles) as [CheckName, ...CheckName[]] // The keys of the table above.

/** `unknown`: it could not be looked at, which is neither good nor bad. */
export const verdictWords = { good: '好', note: '留意', bad: '有问题', unknown: '查不了' } as const

export type Verdict = keyof typeof verdictWords
export const verdicts = Object.keys(verdictWords) as [Verdict, ...Verdict[]] // The keys of the table above.

/** Days between two checkups that come by themselves. */
export const CHECKUP_EVERY_DAYS = 7

const GRAVITY: readonly Verdict[] = ['good', 'unknown', 'note', 'bad']

/** The gravest of all. */
export const worstOf = (found: readonly Verdict[]): Verdict =>
  found.reduce<Verdict>((worst, one) => (GRAVITY.indexOf(one) > GRAVITY.indexOf(worst) ? one : worst), 'good')
