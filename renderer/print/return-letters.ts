/** Month end, one partner after the other: the letter with the figures of a period. */
import type { Output, SpecOf } from '@shared/contract'
import type { ReturnRateRow } from '@shared/contract/reports'
import { returnNumberLabels, type ReturnNumber } from '@shared/domain'
import { formatFraction } from '@shared/format'
import { escapeText } from './escape-text'
import { printPage } from './print-page'

export type ReturnLetter = Output<SpecOf<'reports.letter'>> & { readonly from: string; readonly until: string }

interface LettersPaper {
  readonly letters: readonly ReturnLetter[]
  readonly office: { readonly name: string; readonly phone: string }
  readonly practice: boolean
  /** YYYY-MM-DD. */
  readonly printedOn: string
}

const css = `
body{line-height:1.7;font-size:11pt}
section{break-after:page}
section:last-child{break-after:auto}
h1{font-size:16pt;margin:0 0 5mm}
p{margin:0 0 2mm;text-indent:2em}
p.to,p.foot{text-indent:0}
table{width:calc(100% - .4mm);border-collapse:collapse;margin:2mm 0 3mm;font-size:9.5pt;line-height:1.4}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1mm 1.6mm;text-align:left;font-weight:400;overflow-wrap:anywhere}
th{font-weight:700}
.n{text-align:right;white-space:nowrap}
.sign{margin-top:10mm;text-align:right}
.foot{font-size:9pt;line-height:1.5}
`

const figures: readonly (readonly [keyof ReturnRateRow, ReturnNumber])[] = [
  ['issued', 'issued'],
  ['answeredInTime', 'answered_in_time'],
  ['answeredLate', 'answered_late'],
  ['received', 'received'],
  ['carried', 'carried'],
  ['notCarried', 'not_carried'],
  ['refused', 'refused'],
  ['undelivered', 'undelivered'],
  ['due', 'due'],
  ['overdue', 'overdue']
]

const head = ({ name, post, address, postcode }: ReturnLetter['to']): string =>
  `<p class="to">${escapeText(name)}${post === '' ? '' : `（${escapeText(post)}）`}：</p>${
    address === '' ? '' : `<p class="to foot">${escapeText([postcode, address].filter(Boolean).join(' '))}</p>`
  }`

const signature = ({ office: { name, phone }, printedOn }: LettersPaper): string =>
  `<p class="sign">${escapeText(name)}（公章）<br>${printedOn}</p>${phone === '' ? '' : `<p class="foot">联系电话：${escapeText(phone)}</p>`}`

function letterPage(letter: ReturnLetter, paper: LettersPaper): string {
  const { row, asOf, from, until, formula } = letter
  const cells = figures.map(([id]) => `<td class="n">${String(row[id])}</td>`).join('')
  const heads = figures.map(([, number]) => `<th>${returnNumberLabels[number]}</th>`).join('')
  const rate = formatFraction({ rate: row.rate, numerator: row.answered, denominator: row.due })
  const unsent = row.notCarried === 0 ? '' : `未带出的 ${String(row.notCarried)} 张还在本单位，不需要贵单位办理。`
  const ask =
    row.overdue === 0
      ? '感谢贵单位的协助。'
      : `期限已到、尚未收到反馈的有 ${String(row.overdue)} 张，请贵单位协助办理。${unsent}已经办好的，请用U盘、信函或电话告知结果，本单位随即核销。`
  return `<section><h1>关于流动人口信息交流单返回情况的函</h1>${head(letter.to)}
<p>${from} 至 ${until}，本单位向贵单位签发查询、协查交流单 ${String(row.issued)} 张。截至 ${asOf}，情况如下：</p>
<table><thead><tr>${heads}<th>返回率</th></tr></thead><tbody><tr>${cells}<td class="n">${rate}</td></tr></tbody></table>
<p>${ask}查无此人、地址不详、无法核实和本人不同意提供，都是完整的反馈，请照实答复，不需要为此再找本人。</p>
<p>以上数字与贵单位台账不一致的，请告知单号，双方逐张核对。</p>
${signature(paper)}
<p class="foot">${escapeText(formula)}${row.withdrawn === 0 ? '' : `另有本单位已撤回 ${String(row.withdrawn)} 张，不计入签发。`}</p></section>`
}

export const returnLetters = (paper: LettersPaper): string =>
  printPage({
    title: `返回情况函 ${paper.printedOn}`,
    paper: [210, 297],
    margin: 20,
    body: paper.letters.map((letter) => letterPage(letter, paper)).join('\n'),
    css,
    practice: paper.practice
  })
