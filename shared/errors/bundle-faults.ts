// Every way a bundle, card or record of a bundle can be refused or flagged, in words a clerk can act on (docs/formats/exchange.md §2.9).

/** `text` what happened · `kept` what was not changed · `advice` what to do. `{name}` is replaced by the parameter of that name. */
export interface BundleFaultText {
  readonly text: string
  readonly kept: string
  readonly advice: string
}

const UNTOUCHED = '没有导入任何内容，原有资料没有改动。'
const THIS_SLIP = '只有这一张没有收下，同包其他单据照常处理。'

/** `E_…`: refused, in quarantine. `S_…`: kept aside, or applied with a flag. */
export const bundleFaults = {
  E_TRUNCATED: {
    text: '文件不完整，可能没有安全拔出U盘。',
    kept: UNTOUCHED,
    advice: '请让对方重新拷贝，或等下次往来时自动补发。'
  },
  E_CONTAINER: {
    text: '文件不是交换包，或在拷贝途中被改动、损坏。',
    kept: UNTOUCHED,
    advice: '请原样拷贝，不要解压、重新打包或用其他软件另存；仍不行请对方重新写盘。'
  },
  E_TRAILING: {
    text: '文件末尾多出了内容。',
    kept: UNTOUCHED,
    advice: '请对方重新写盘；反复出现请检查U盘和杀毒软件。'
  },
  E_LIMIT: {
    text: '文件的某一部分超出允许的大小。',
    kept: UNTOUCHED,
    advice: '请不要再导入这个文件，并电话告知对方检查程序。'
  },
  E_SUITE: {
    text: '文件使用了与对方约定之外的加密方式。',
    kept: UNTOUCHED,
    advice: '请与对方核对密钥卡；双方软件版本不同时请先升级。'
  },
  E_HEADER: {
    text: '文件的信封（路由信息）不符合格式。',
    kept: UNTOUCHED,
    advice: '请把文件名和编号告诉对方，由对方升级或检查程序后重发。'
  },
  E_VERSION: {
    text: '文件由更新版本的程序写成。',
    kept: UNTOUCHED,
    advice: '请升级本程序后再导入；文件可以保留。'
  },
  S_OWN: {
    text: '这是本单位自己发出的交换包。',
    kept: UNTOUCHED,
    advice: '一般不用处理；若本机恢复过旧备份，请保留这个U盘，它可用来找回资料。'
  },
  E_RECIPIENT: {
    text: '这是发给 {to} 的交换包，不是给本单位的。',
    kept: '没有打开里面的内容，原有资料没有改动。',
    advice: '请原样转交给信封所列单位。'
  },
  E_CARD: {
    text: '文件所附的密钥卡不对，或与登记的密钥对不上。',
    kept: UNTOUCHED,
    advice: '请先读取对方给的全部密钥卡（.jhk）；仍不行请按官方电话与对方核实。'
  },
  E_SIGNATURE: {
    text: '签名不符：文件被改动，或来自冒名者。',
    kept: UNTOUCHED,
    advice: '请不要使用这个文件，并按官方电话与对方核实。'
  },
  E_UNKNOWN_SENDER: {
    text: '尚未与 {from} 核对密钥。',
    kept: '文件已保存待用，没有导入任何内容。',
    advice: '请到“往来单位”登记并由两人核对数字；核对后会自动导入，不必再拷一次。'
  },
  E_REVOKED: {
    text: '签名所用的密钥已被对方停用。',
    kept: UNTOUCHED,
    advice: '请按官方电话与对方核实这个文件的来历。'
  },
  S_WAIT_UPGRADE: {
    text: '文件里有本版本还不认识的内容。',
    kept: '文件已保存，没有导入，也没有向对方确认收到。',
    advice: '请升级本程序，升级后会自动导入。'
  },
  E_DIGEST: {
    text: '加密内容与信封上的记录不一致。',
    kept: UNTOUCHED,
    advice: '请对方重新写盘；反复出现请按官方电话核实。'
  },
  S_HOLD: {
    text: '包号比已收到的跳过太多。',
    kept: '文件已保存，没有导入。',
    advice: '请电话问清对方的包号，确认后由本人放行。'
  },
  E_DECRYPT: {
    text: '用本单位的密钥打不开这个文件。',
    kept: UNTOUCHED,
    advice: '请确认对方用的是本单位最新的密钥卡，并请对方重新写盘。'
  },
  E_BOMB: {
    text: '内容解开后比信封所写的大，可能是恶意文件。',
    kept: '已停止解开，没有导入任何内容，原有资料没有改动。',
    advice: '请不要再导入这个文件，并按官方电话与对方核实。'
  },
  E_CONTENT: {
    text: '内容与它自己的清单（数量、附件或摘要）对不上。',
    kept: UNTOUCHED,
    advice: '不用手工处理：对方会得到通知并重新打包；请告知对方检查程序。'
  },
  E_LINE: {
    text: '第 {line} 行内容不符合格式。',
    kept: '整包没有导入，原有资料没有改动。',
    advice: '不用手工处理：对方会得到通知并重新打包；请告知对方检查程序。'
  },
  E_CORE: {
    text: '里面写的发件、收件或包号与信封不一致。',
    kept: UNTOUCHED,
    advice: '可能有人转发或改签，请不要使用，并按官方电话与对方核实。'
  },
  E_TEXT: {
    text: '“{field}”里有不允许的字符。',
    kept: THIS_SLIP,
    advice: '退回原因会随回执带给对方，由对方改正后重发。'
  },
  E_SCHEMA: {
    text: '“{field}”不符合单据规定。',
    kept: THIS_SLIP,
    advice: '退回原因会随回执带给对方，由对方改正后重发。'
  },
  E_AUTHOR: {
    text: '单据署名的单位不是发件单位。',
    kept: THIS_SLIP,
    advice: '退回原因会随回执带给对方；如有疑问请电话核实。'
  },
  E_ECHO: {
    text: '对方送回的“本单位旧件”没有通过本单位签名的检查。',
    kept: '没有采用送回的内容，同包其他单据照常处理。',
    advice: '请立即报告监督人员，并按官方电话与对方核实。'
  },
  S_BRANCH: {
    text: '同一包号收到了两份不同的内容，对方可能恢复过旧备份或有两台电脑在用。',
    kept: '两份资料都已收下，原有资料没有丢失。',
    advice: '请电话确认对方是否恢复过数据或复制过程序。'
  },
  S_CONFLICT: {
    text: '同一张单的同一版本有两种内容。',
    kept: '两种内容都已保存，没有哪一种自动生效。',
    advice: '请打开对照，并与对方核实以哪一种为准。'
  }
} as const satisfies Readonly<Record<`${'E' | 'S'}_${string}`, BundleFaultText>>

export type BundleFaultCode = keyof typeof bundleFaults
