// Why: a 谢绝 reads as an answer like any other, and a list says where it stands without counting anybody against anybody.
import type { RosterView } from '@shared/contract/rosters'
import { visitResults } from '@shared/domain/roster'
import { describe, expect, test } from 'vitest'
import { entryWords, placeWords, progressWords, resultState, rowColumns, titleWords } from './roster-words'

const list: RosterView = {
  ...{ id: '0190aaaa-0000-7000-8000-000000000001', number: 482_163_905, kind: 'visit', at: '2026-03-05T01:00:00.000Z', by: '甲' },
  ...{
    place: '610802001001',
    placeName: '某村',
    basis: 'hukou',
    moveKind: 'out',
    asks: ['present'],
    sheet: null,
    whole: false,
    count: 1200
  },
  columns: [
    { key: 'name', title: '姓名' },
    { key: 'ask', title: '核对' }
  ],
  progress: { open: 1195, found: 3, moved: 0, unknown: 0, changed: 1, declined: 1 }
}

describe('words of lists', () => {
  test('no answer › is due, late or wrong', () => {
    expect(visitResults.map(resultState)).toEqual(['done', 'done', 'done', 'closed', 'done'])
  })

  test('progress › names what occurs, in the order of the paper', () => {
    expect(progressWords(list.progress, list.count)).toBe('已录 5 / 1,200　在，无变化\u00a03　谢绝\u00a01　有变化\u00a01')
  })

  test('place, title and entry › read as they are said', () => {
    expect(placeWords(list)).toBe('某村（按户籍地） 流出')
    expect(placeWords({ ...list, placeName: null })).toBe('选定的人')
    expect(titleWords(list)).toBe('走访清单 482 163 905')
    expect(entryWords({ result: 'changed', fields: ['phone', 'door'] })).toBe('有变化：联系电话、住址')
  })

  test('columns › what came back stands behind what was printed, on visit lists only', () => {
    expect(rowColumns(list).map(({ title }) => title)).toEqual(['行', '姓名', '核对', '结果', '走访日期', '走访人'])
    expect(rowColumns({ ...list, kind: 'roster' }).map(({ title }) => title)).toEqual(['行', '姓名', '核对'])
  })
})
