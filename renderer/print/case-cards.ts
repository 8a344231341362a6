/** The file of a person as a card: facts in words, one card a sheet, A5 lengthwise or A4; nothing of health stands on it. */
import { rosterNumberWords } from '@shared/domain/roster'
import { escapeText } from './escape-text'
import { printPage } from './print-page'
import { footCss, type RosterPaper } from './roster-sheet'

const css = `
body{line-height:1.4}
h1{margin:0 0 2mm}
.card{break-after:page}
.card:last-child{break-after:auto}
.facts{display:flex;justify-content:space-between;margin:0 0 2mm;font-size:9.5pt}
table{width:100%;border-collapse:collapse;table-layout:fixed}
tr{break-inside:avoid}
th,td{border:.2mm solid #000;padding:1mm 2mm;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere;white-space:pre-line}
th{width:22mm;font-size:9.5pt}
.name{font-size:14pt;font-weight:700}
.foot{font-size:9pt;margin:2mm 0 0}
`
const SIZES = { A5: [210, 148], A4: [210, 297] } as const
/** Two facts side by side; every other fact has a line of its own. */
const PAIRS = [
  ['name', 'formerName'],
  ['sex', 'birthDate'],
  ['idNo', 'phone'],
  ['marital', 'household']
] as const

export function caseCards({ list, rows, office, practice, issuedOn }: RosterPaper): string {
  const titles = new Map(list.columns.map(({ key, title }) => [key, title]))
  const paired: readonly string[] = PAIRS.flat()
  const fact = (cells: Readonly<Record<string, string>>, key: string, span = ''): string =>
    `<th>${escapeText(titles.get(key) ?? '')}</th><td${span}${key === 'name' ? ' class="name"' : ''}>${escapeText(cells[key] ?? '')}</td>`
  const card = ({ row, cells }: RosterPaper['rows'][number]): string => {
    const pairs = PAIRS.map(([left, right]) => `<tr>${fact(cells, left)}${fact(cells, right)}</tr>`)
    const others = list.columns
      .filter(({ key }) => !paired.includes(key) && (cells[key] ?? '') !== '')
      .map(({ key }) => `<tr>${fact(cells, key, ' colspan="3"')}</tr>`)
    return `<section class="card"><h1>个案卡</h1>
<div class="facts"><span>${escapeText(office)}</span><span>${rosterNumberWords(list.number)} 之 ${String(row)}</span><span>${escapeText(issuedOn)}&emsp;经办：${escapeText(list.by)}</span></div>
<table>${[...pairs, ...others].join('')}</table>
<p class="foot">本人可以要求查看、更正本卡内容。一切服务免费。</p></section>`
  }
  const title = `个案卡 ${rosterNumberWords(list.number)}`
  return printPage({
    title,
    paper: SIZES[list.sheet ?? 'A5'],
    margin: 10,
    body: rows.map(card).join(''),
    css: css + footCss(list.number),
    practice
  })
}
