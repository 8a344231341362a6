// Why: some characters are read otherwise as a surname than as a word, and a person is looked up by the surname's sound.

/**
 * Surname → its readings without tone, the usual one first. Only surnames that are read otherwise than the character usually is, or in more
 * than one way. Source: 现代汉语词典 and 通用规范汉字字典, entries marked 姓.
 */
const SINGLE = `
单 shan chan dan,仇 qiu,区 ou,解 xie,查 zha,曾 zeng,朴 piao,任 ren,盖 ge gai,缪 miao mou,翟 zhai di,员 yun,尉 wei yu,乐 yue le,种 chong,折 she,
黑 he hei,秘 bi mi,冼 xian,洗 xian,谌 chen shen,召 shao zhao,繁 po fan,柏 bai bo,佴 nai er,晟 cheng sheng,句 gou ju,逄 pang,隗 wei kui,祭 zhai ji,
牟 mu mou,厍 she,覃 qin tan,钭 tou,车 che,葛 ge,訾 zi,应 ying,那 na,莘 shen xin,郇 xun huan,都 du,郗 xi chi,费 fei bi,阚 kan,适 kuo shi,宓 mi fu,
乜 nie,颉 xie jie,角 jue jiao,褚 chu,贲 ben bi,行 xing hang,重 chong zhong,藏 zang cang,粘 nian zhan,眭 sui,笪 da,逯 lu,芈 mi,啜 chuai,台 tai,佘 she,
麴 qu,薄 bo bao,幺 yao,缑 gou,肖 xiao,长 chang zhang,盛 sheng cheng,燕 yan,宁 ning,瞿 qu,沈 shen,石 shi,叶 ye,贾 jia gu,夏 xia,尹 yin,俞 yu shu,
冯 feng ping,阿 a e,哈 ha,撒 sa,过 guo,纪 ji,相 xiang,南 nan na,卜 bu,华 hua,丁 ding zheng,万 wan mo,仉 zhang,亓 qi,妫 gui,禚 zhuo,敫 jiao,呙 guo,
娄 lou,臧 zang,戚 qi,从 cong,令 ling,可 ke,合 he ge,臭 xiu chou,观 guan,难 nan ning,蕃 po fan,戏 xi,隽 juan jun,鲜 xian,澹 tan dan,尾 wei yi`

/** Two-character surnames; every one that has a reading to mistake. */
const DOUBLE = `
尉迟 yu chi,万俟 mo qi,澹台 tan tai,长孙 zhang sun,单于 chan yu,乐正 yue zheng,鲜于 xian yu,令狐 ling hu,皇甫 huang fu,宇文 yu wen,公冶 gong ye,
子车 zi ju,宰父 zai fu,夹谷 jia gu,濮阳 pu yang,呼延 hu yan,慕容 mu rong,司马 si ma,上官 shang guan,欧阳 ou yang,诸葛 zhu ge,东方 dong fang,
独孤 du gu,南宫 nan gong,夏侯 xia hou,闻人 wen ren,赫连 he lian,轩辕 xuan yuan,百里 bai li,东郭 dong guo,西门 xi men,公孙 gong sun,司徒 si tu,
司空 si kong,太叔 tai shu,申屠 shen tu,仲孙 zhong sun,钟离 zhong li,淳于 chun yu,拓跋 tuo ba,亓官 qi guan,司寇 si kou,端木 duan mu,漆雕 qi diao,
公西 gong xi,公羊 gong yang,梁丘 liang qiu,左丘 zuo qiu,东里 dong li,东门 dong men,微生 wei sheng,贺兰 he lan,第五 di wu,纳兰 na lan,耶律 ye lv,
完颜 wan yan,哥舒 ge shu,斛律 hu lv,屈突 qu tu,车正 ju zheng,盖楼 ge lou`

const entries = (table: string): (readonly [string, readonly string[]])[] =>
  table
    .trim()
    .split(/,\s*/u)
    .map((entry) => {
      const [surname = '', ...readings] = entry.split(' ')
      return [surname, readings] as const
    })

/** Readings of one-character surnames that need a word, likeliest first. */
export const singleSurnames: ReadonlyMap<string, readonly string[]> = new Map(entries(SINGLE))

/** Reading of each of the two characters of a compound surname. */
export const doubleSurnames: ReadonlyMap<string, readonly string[]> = new Map(entries(DOUBLE))
