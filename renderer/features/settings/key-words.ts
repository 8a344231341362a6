/** The acts on the office's own keys in words: what each does, to whom it matters, and what is asked for. */
import type { Output, SpecOf } from '@shared/contract'
import type { KeyChange } from '@shared/contract/keys'

export type KeyState = Output<SpecOf<'keys.state'>>
export type KeyAct = 'change' | 'newRoot' | 'suiteOn' | 'suiteOff' | 'signDirectory' | 'rootPaper' | 'rootFromPaper' | 'rebuildRoot'

export const changeWords: Readonly<Record<KeyChange, { readonly label: string; readonly meaning: string }>> = {
  rotated: { label: '定期更换', meaning: '按规定或约定的期限更换，没有人拿到过旧密钥。' },
  retired: { label: '旧电脑停用', meaning: '换了电脑，旧电脑上的密钥不再使用，旧电脑仍在本单位手里。' },
  lost: {
    label: '丢失或可能泄露',
    meaning: '电脑或备份丢失、被盗，或别人可能拿到过密钥。对方只收能证明是停用之前装的旧包，存档密钥也一起换。'
  }
}

export const actWords: Readonly<Record<KeyAct, { readonly title: string; readonly does: string; readonly act: string }>> = {
  change: {
    title: '更换本机密钥',
    does: '换上新的签名密钥和加密密钥，签发下一版密钥卡；没有确认收到的包会用新密钥重新封装，往来编号从头开始。对方不用重新核对数字。',
    act: '更换密钥'
  },
  newRoot: {
    title: '更换主密钥',
    does: '新主密钥由旧主密钥担保，对方自动认可。本单位的 40 位核对数字从此改变：以后新登记的单位要用新的登记表，原来打印的主密钥纸作废。',
    act: '更换主密钥'
  },
  suiteOn: {
    title: '启用国密套件',
    does: '给本机加上 SM2 密钥，签发下一版密钥卡。密钥卡上也有国密的单位，往来改用 SM2、SM3、SM4；没有的照旧用通用算法。改用以后，任何一方都不能自己退回去。本程序的国密实现未经检测认证，不能作为通过商用密码应用安全性评估的依据。',
    act: '启用国密套件'
  },
  suiteOff: {
    title: '停用国密套件',
    does: '签发一版不带国密的密钥卡，SM2 密钥作废。正在用国密的单位不会自动改回通用算法：对方要先来电话问清，再由对方两个人同意；在那以前，双方的单据都存着，不会丢。',
    act: '停用国密套件'
  },
  signDirectory: {
    title: '签发密钥目录',
    does: '把本单位和两人核对过的往来单位列成目录，用主密钥签发。核对过本单位密钥的单位收下目录后，不用再与目录里的单位逐个核对。供地市、省级单位使用。',
    act: '签发目录'
  },
  rootPaper: {
    title: '打印主密钥',
    does: '打印一张纸，封存在保险柜。主密钥文件丢失时，凭这张纸恢复。拿到这张纸的人可以冒用本单位。',
    act: '打印'
  },
  rebuildRoot: {
    title: '重新建立主密钥',
    does: '主密钥文件和主密钥纸都没有了，才办这一项。资料、用户、台账都不动；本单位在对方程序里成了另一个单位，40 位核对数字改变，每个往来单位都要凭新的登记表由两个人重新核对。办完当场打印新的主密钥，装进信封。',
    act: '重新建立'
  },
  rootFromPaper: {
    title: '凭纸恢复主密钥',
    does: '照封存的主密钥纸输入文字，或用扫码枪扫纸上的二维码，把主密钥放回这台电脑。',
    act: '恢复'
  }
}
