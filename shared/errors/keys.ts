/** Failures of work on the office's own keys. */
import { entries } from './define'

export const keysErrors = entries({
  'keys.root_missing': {
    category: 'missing',
    what: '这台电脑上没有主密钥文件。',
    kept: '密钥没有改动。',
    todo: '请先用备份取回，或在“密钥”页凭封存的主密钥纸恢复。'
  },
  'keys.root_differs': {
    category: 'untrusted',
    what: '这不是本单位现在的主密钥。',
    kept: '密钥没有改动。',
    todo: '请核对是不是换过主密钥之前的纸；现在的主密钥对应密钥卡上的 40 位核对数字。资料是从重新建立主密钥以前的备份恢复的，请改用那以后的备份。'
  },
  'keys.paper_wrong': {
    category: 'invalid',
    what: '主密钥文字有输错或缺少的地方。',
    kept: '密钥没有改动。',
    todo: '请照纸面逐组核对，或改用扫码枪扫二维码。'
  },
  'keys.card_behind': {
    category: 'conflict',
    what: '往来单位见过本单位第 {seen} 版密钥卡，这里只有第 {own} 版。',
    kept: '没有签发新卡，免得同一版出现两种内容。',
    todo: '资料可能是从旧备份恢复的：请先读取带有新卡的U盘，或用较新的备份恢复。'
  },
  'keys.not_on_card': {
    category: 'conflict',
    what: '这台电脑的密钥不在第 {version} 版密钥卡上。',
    kept: '没有写入任何内容，交流单仍在待装包。',
    todo: '请管理员到“设置”→“密钥”里更换本机密钥。'
  },
  'keys.identity_behind': {
    category: 'conflict',
    what: '本单位重新建立过主密钥，现在的资料是从那以前的备份恢复的。',
    kept: '没有写入任何内容，交流单仍在待装包。',
    todo: '请改用较新的备份恢复；没有较新的备份，请管理员到“设置”→“密钥”再办一次“主密钥丢失，重新建立…”。'
  },
  'keys.root_stands': {
    category: 'conflict',
    what: '主密钥文件还在这台电脑上，恢复密钥能打开它。',
    kept: '密钥没有改动。',
    todo: '不用重新建立。怀疑主密钥被别人看过的，请办“更换主密钥”，往来单位不用重新核对。'
  },
  'keys.root_unfinished': {
    category: 'conflict',
    what: '这台电脑上的主密钥是重新建立的，资料里还没有启用。',
    kept: '密钥没有改动。',
    todo: '请再办一次“主密钥丢失，重新建立…”，程序会启用已经签发的密钥卡，不会再换一次。'
  },
  'keys.suite_unchanged': {
    category: 'conflict',
    what: '国密套件已经是{state}的。',
    kept: '没有签发新的密钥卡。',
    todo: '不用再办；请刷新页面看现在的情况。'
  },
  'keys.page_missing': {
    category: 'incompatible',
    what: '程序文件夹里没有核验网页的样本。',
    kept: '没有导出任何文件。',
    todo: '请重新安装本程序后再导出。'
  },
  'keys.too_many_revoked': {
    category: 'conflict',
    what: '密钥卡上停用的密钥已满 {most} 个。',
    kept: '密钥没有改动。',
    todo: '请与往来单位商定后重新建立单位密钥。'
  }
})
