// Why: the small parts around the rows are the same in every workbook the house writes: styles, list of sheets, relations.
import { columnLetters } from './raw-row'
import { NAMESPACES, SHEET_TYPE, XML_HEAD, xmlText } from './xml-write'

/** Cell formats of the style table below, by number. */
export const STYLE = { general: 0, header: 1, text: 2, quoted: 3, date: 4, note: 5, generalQuoted: 6 } as const

const border =
  '<left style="thin"><color rgb="FFBFBFBF"/></left><right style="thin"><color rgb="FFBFBFBF"/></right><top style="thin"><color rgb="FFBFBFBF"/></top><bottom style="thin"><color rgb="FFBFBFBF"/></bottom><diagonal/>'
const xf = (numFmt: number, rest: string, inside = ''): string =>
  `<xf numFmtId="${numFmt}" borderId="0" xfId="0" ${rest}${inside === '' ? '/>' : `>${inside}</xf>`}`

/** `quotePrefix` keeps a text text when somebody edits the cell; without it Excel would then run `=…` as a formula. */
export const stylesXml =
  `${XML_HEAD}<styleSheet xmlns="${NAMESPACES.main}"><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font><font><b/><sz val="11"/><name val="宋体"/><charset val="134"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill></fills>' +
  `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${border}</border></borders>` +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7">' +
  xf(0, 'fontId="0" fillId="0"') +
  '<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>' +
  xf(49, 'fontId="0" fillId="0" applyNumberFormat="1"') +
  xf(49, 'fontId="0" fillId="0" quotePrefix="1" applyNumberFormat="1"') +
  xf(176, 'fontId="0" fillId="0" applyNumberFormat="1"') +
  xf(49, 'fontId="0" fillId="0" applyNumberFormat="1" applyAlignment="1"', '<alignment vertical="top" wrapText="1"/>') +
  xf(0, 'fontId="0" fillId="0" quotePrefix="1"') +
  '</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

export interface NamedSheet {
  readonly name: string
  readonly hidden: boolean
  /** The first row is repeated on every printed page. */
  readonly header: boolean
}

export const sheetPart = (i: number): string => `xl/worksheets/sheet${i + 1}.xml`

/** Every part but the sheets themselves, by name. */
export function bookParts(sheets: readonly NamedSheet[]): (readonly [string, string])[] {
  const list = sheets.map(
    ({ name, hidden }, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`
  )
  const titles = sheets.map(({ name, header }, i) =>
    header ? `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${xmlText(quoteSheet(name))}!$1:$1</definedName>` : ''
  )
  const relation = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${NAMESPACES.office}/${kind}" Target="${target}"/>`
  const relations = (content: string): string => `${XML_HEAD}<Relationships xmlns="${NAMESPACES.package}">${content}</Relationships>`
  const override = (part: string, kind: string): string => `<Override PartName="/${part}" ContentType="${SHEET_TYPE}.${kind}+xml"/>`
  const names = titles.join('')
  return [
    [
      '[Content_Types].xml',
      `${XML_HEAD}<Types xmlns="${NAMESPACES.types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('xl/workbook.xml', 'sheet.main')}${sheets.map((_, i) => override(sheetPart(i), 'worksheet')).join('')}${override('xl/styles.xml', 'styles')}</Types>`
    ],
    ['_rels/.rels', relations(relation('rId1', 'officeDocument', 'xl/workbook.xml'))],
    [
      'xl/workbook.xml',
      `${XML_HEAD}<workbook xmlns="${NAMESPACES.main}" xmlns:r="${NAMESPACES.office}"><sheets>${list.join('')}</sheets>${names === '' ? '' : `<definedNames>${names}</definedNames>`}</workbook>`
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        sheets.map((_, i) => relation(`rId${i + 1}`, 'worksheet', sheetPart(i).slice(3))).join('') +
          relation(`rId${sheets.length + 1}`, 'styles', 'styles.xml')
      )
    ],
    ['xl/styles.xml', stylesXml]
  ]
}

export const quoteSheet = (name: string): string => `'${name.replaceAll("'", "''")}'`

/** Names Excel accepts, each once: at most 31 characters, none of `[]:*?/\`, no quote at the ends. */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>()
  return wanted.map((name) => {
    const base =
      name
        .toWellFormed()
        .replace(/[[\]:*?/\\]|\p{Cc}/gu, '_')
        .replace(/^'+|'+$/g, '')
        .trim() || '表'
    for (let i = 1; ; i++) {
      const suffix = i === 1 ? '' : `(${i})`
      const tried = cut(base, 31 - suffix.length) + suffix
      if (taken.has(tried.toLowerCase())) continue
      taken.add(tried.toLowerCase())
      return tried
    }
  })
}

/** At most so many UTF-16 units, no character cut in two. */
function cut(text: string, length: number): string {
  const short = text.slice(0, length)
  return short.isWellFormed() ? short : short.slice(0, -1)
}

export interface ListSource {
  /** 0-based column of the sheet that takes the list. */
  readonly column: number
  readonly formula: string
}

/** Drop-down lists over whole columns below the header. */
export const validationsXml = (lists: readonly ListSource[]): string =>
  lists.length === 0
    ? ''
    : `<dataValidations count="${lists.length}">${lists
        .map(({ column, formula }) => {
          const letters = columnLetters(column)
          return `<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" errorTitle="请从列表中选择" error="这一列只能填写下拉列表中的内容。" sqref="${letters}2:${letters}1048576"><formula1>${xmlText(formula)}</formula1></dataValidation>`
        })
        .join('')}</dataValidations>`
