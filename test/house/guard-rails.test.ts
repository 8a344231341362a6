/** Holds the program to what it promised never to be: no list of the unwilling, no judgement of people, no money, nothing of health on paper for the village. */
import { describe, expect, it } from 'vitest'
import { changedFactLabels, rosterColumnLabels, visitAskLabels, visitResultLabels } from '@shared/domain/roster'
import { sourceFiles, textOf } from './house-files'

/** Words that screens, papers, columns and failures of this program have no use for (product.md §2). */
const NEVER =
  /漏检|漏查|应检|查环|查孕|未落实|政策外|超生|违规|违法生育|黑名单|可疑人|嫌疑|高危|排名|打分|评分|信用分|罚款|社会抚养费|押金|滞纳|责任追究|一票否决|举报|清查/
const HEALTH = /避孕|孕|环|结扎|流产|节育|检查|体检|健康|病|手术|月经|药/
const MONEY = /(?<!免)费|元|金额|罚|款|缴/

const shown = sourceFiles(['shared', 'electron', 'renderer'], /\.(ts|vue|sql)$/).filter((file) => !file.endsWith('.test.ts'))

describe('guard-rails', () => {
  it('sources, screens and tables › hold no word of control, judgement or punishment', () => {
    expect(shown.length).toBeGreaterThan(500)
    const found = shown.flatMap((file) => {
      const word = NEVER.exec(textOf(file))?.[0]
      return word === undefined ? [] : [`${file}: ${word}`]
    })
    expect(found).toEqual([])
  })

  it('lists for the field › ask, carry and take back nothing of health or money', () => {
    const words = [visitAskLabels, rosterColumnLabels, visitResultLabels, changedFactLabels].flatMap((labels) => Object.values(labels))
    expect(words.length).toBeGreaterThan(20)
    expect(words.filter((word) => HEALTH.test(word) || MONEY.test(word))).toEqual([])
  })

  it('lists for the field › keep no free words about a person', () => {
    const tables = textOf('electron/core/db/migrations/0011-rosters.sql')
    const columns = (table: string): string[] =>
      [
        ...(new RegExp(`CREATE TABLE ${table} \\(([\\s\\S]*?)\\n\\) STRICT`).exec(tables)?.[1] ?? '').matchAll(
          /^ {2}([a-z_]+) +(?:TEXT|INTEGER)/gm
        )
      ].map(([, name = '']) => name)
    expect(columns('roster_row')).toEqual(['roster', 'row', 'person_id', 'cells'])
    expect(columns('roster_entry')).toEqual([
      ...['seq', 'id', 'roster', 'row', 'person_id', 'at', 'by', 'account', 'visited_on', 'collector', 'result', 'fields', 'stands'],
      ...['replaces', 'undone_at', 'undone_by']
    ])
  })
})
