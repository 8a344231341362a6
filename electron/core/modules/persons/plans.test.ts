/** Why: files, places, histories and acts are asked for all day long; each statement must find its rows through an index, also at a million. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import type { ReadDb } from '../../db'
import * as acts from './queries/acts'
import * as changes from './queries/changes'
import * as files from './queries/files'
import * as groups from './queries/groups'
import * as places from './queries/places'
import * as records from './queries/records'
import * as scopes from './queries/scopes'
import * as undo from './queries/undo'
import type { PersonRecord } from './record'

let office: ModuleOffice
beforeAll(async () => {
  office = await openModuleOffice()
})
afterAll(() => office.close())

const plan = (sql: string, params: readonly string[]): string[] =>
  office.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...params).map((row) => row.detail)

/** Statements of single records and places, with as many parameters as they ask for. */
const asked = (sql: string): string[] =>
  plan(
    sql,
    Array.from({ length: sql.split('?').length - 1 }, () => 'x')
  )

describe('plans of records', () => {
  it('every statement about files, groups, places, acts and histories › is found through an index', () => {
    const seen = new Set<string>()
    const spy: ReadDb = {
      one: (sql: string) => (seen.add(sql), undefined),
      all: (sql: string) => (seen.add(sql), []),
      value: (sql: string) => (seen.add(sql), undefined),
      each: () => {
        throw new RangeError('no list is walked here')
      }
    }
    const person = { seq: 1, id: 'x' } as PersonRecord
    files.fileOf(spy, person)
    files.personById(spy, 'x')
    files.ownersLinking(spy, 'x')
    groups.membersOf(spy, 1)
    groups.mergedFiles(spy, 1)
    records.listRow(spy, 'x')
    records.listRows(spy, ['x'])
    records.otherWithNumber(spy, 'x', 1)
    changes.changesOf(spy, 1)
    changes.changesOfPlace(spy, 'x')
    changes.changesOfAct(spy, 1, 1)
    changes.placesOfAct(spy, 1)
    changes.hasOtherChanges(spy, 1, 1)
    for (const kind of places.placeKinds) {
      places.placeById(spy, kind, 'x')
      places.isPlaceUsed(spy, kind, 1)
      places.placesMadeBy(spy, kind, 1)
    }
    for (const open of [true, false]) {
      for (const scope of [null, '610802001']) {
        places.staysAt(spy, { kind: 'dwelling', key: 1, open, scope }, 5)
        places.staysAt(spy, { kind: 'employer', key: 'x', open, scope }, 5)
      }
    }
    places.dwellingByKey(spy, 'x')
    places.employerByKey(spy, 'x')
    places.householdByNumber(spy, 'x')
    places.householdMembers(spy, 'x')
    places.lastHouseholdNumber(spy, 'x')
    places.householdsByNumber(spy, 'x', 5)
    for (const scope of [null, '610802001']) {
      places.householdsByMember(spy, 'x', scope, 5)
      places.employersFrom(spy, 'x', scope, 5)
    }
    acts.reachesOutside(spy, 1, '610802001')
    places.dwellingsWith(spy, 'x', 'y', 'z', 5)
    undo.touchedSince(spy, 1)
    undo.linesLeft(spy, 1)
    undo.linkLines(spy, 1)
    undo.isLinkBacked(spy, 1, 'x', 'x')
    undo.changedElsewhere(spy, 1)
    undo.linksToMade(spy, 1)
    acts.personsOfAct(spy, 1, 9, 5)
    scopes.filesIn(spy, 1, 9)
    scopes.staysIn(spy, 1, 9)
    scopes.mergedInto(spy, 1, 9)
    expect(seen.size).toBeGreaterThan(40)
    for (const sql of seen) {
      const scans = asked(sql).filter(
        (detail) => /^SCAN (?!wanted|below|\(|m VIRTUAL|f VIRTUAL|hit|d$)/.test(detail) && !/CONSTANT|VIRTUAL TABLE/.test(detail)
      )
      expect(scans, `${sql}: ${scans.join(' | ')}`).toEqual([])
    }
  })
})
