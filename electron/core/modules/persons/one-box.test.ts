/** Why: whoever types one thing he knows of a person must find that person and nobody else, each way of asking with its example. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRegister, reference, stay, type Register } from '../../../../test/kit/register'
import type { PersonRow } from '@shared/contract/persons'
import { personBySeq, personById } from './queries/files'
import { fileOf } from '.'
import { storeFile } from './store'

let register: Register
beforeAll(async () => {
  register = await openRegister()
})
afterAll(() => register.close())

const rows = (text: string): PersonRow[] => register.search({ filter: { text }, sort: 'relevance' }).rows
const found = (text: string, name: string): PersonRow['found'] => rows(text).find((row) => row.name === name)?.found

/** As a merge leaves it: the file goes into the other one. */
function mergeInto(id: string, into: string): void {
  const { db } = register.office.write
  const [gone, kept] = [personById(db, id), personById(db, into)]
  if (gone === undefined || kept === undefined) throw new RangeError('both must be on file')
  const before = fileOf(db, gone)
  const person = { ...before.person, status: 'merged' as const, merged_into: kept.seq, survivor: kept.seq }
  register.office.write.transaction(() => storeFile({ db, reference }, before, { ...before, person }))
  expect(personBySeq(db, gone.seq)?.survivor).toBe(kept.seq)
}

describe('one box', () => {
  it('search › finds by words of the registered and the present address › and says which', async () => {
    await register.put({ name: '址甲', hukouText: '幸福村北街12号' }, stay({ residenceText: '建设路Ａ区７栋' }))
    await register.put(
      { name: '址乙', hukouText: '幸福里' },
      stay({ startedOn: '2020-01-01', endedOn: '2021-01-01', residenceText: '旧城巷' })
    )
    for (const text of ['幸福', '福村', '北街12号', '幸福 北街', '幸福村北街12号']) expect(register.names(text), text).toContain('址甲')
    expect(register.names('幸福').sort()).toEqual(['址乙', '址甲'].sort())
    expect(register.names('街北')).toEqual([])
    expect(register.names('福村幸')).toEqual([])
    expect(register.names('建设路')).toEqual(['址甲'])
    expect(found('北街', '址甲')).toEqual({ field: 'hukou', merged: false, text: '幸福村北街12号' })
    expect(found('建设路', '址甲')?.field).toBe('residence')
  })

  it('search › follows the address › when it is changed or taken away', async () => {
    const { id, revision } = await register.put({ name: '迁移丙', hukouText: '柳树湾' })
    expect(register.names('柳树湾')).toEqual(['迁移丙'])
    const person = {
      name: '迁移丙',
      sex: '2',
      birthDate: '1990-02-28',
      idType: 'none',
      noIdReason: 'not_shown',
      hukouCode: '610802'
    } as const
    const next = await register.save({ id, revision, person: { ...person, hukouText: '杏花岭' } })
    expect([register.names('柳树湾'), register.names('杏花岭')]).toEqual([[], ['迁移丙']])
    await register.save({ id, revision: next.revision, person: { ...person, hukouText: null } })
    expect(register.names('杏花岭')).toEqual([])
  })

  it('search › finds those of a division by its name › with and without the word for its kind', async () => {
    await register.put({ name: '区划丁', hukouCode: '141124' })
    for (const text of ['临县', '吕梁', '吕梁市']) expect(register.names(text), text).toContain('区划丁')
    expect(found('临县', '区划丁')?.field).toBe('hukou')
  })

  it('search › finds a name beside a place › in either order, by address or by the division it names', async () => {
    await register.put(
      { name: '混张甲', hukouText: '花溪大道3号', hukouCode: '141124' },
      stay({ residenceText: '建设路9号院', residenceCode: '610802' })
    )
    await register.put({ name: '混张乙', hukouText: '花溪大道5号', hukouCode: '141102' })
    await register.put({ name: '混李丙', hukouText: '花溪大道7号', hukouCode: '141124' })
    for (const text of ['混张 花溪', '花溪 混张', 'hunzhang 花溪大道'])
      expect(register.names(text).sort(), text).toEqual(['混张乙', '混张甲'])
    for (const text of [
      '混张甲 花溪',
      '混张 临县',
      '临县 混 张甲',
      '混张 临县 花溪',
      '混张 建设路',
      '9号院 混张',
      '混张 榆阳',
      '混张 榆阳 建设路'
    ])
      expect(register.names(text), text).toEqual(['混张甲'])
    // Both words of a place are asked of one and the same place.
    for (const text of ['混张 临县 建设路', '混张 溪花', '混张 方山', '混王 花溪']) expect(register.names(text), text).toEqual([])
    expect(found('混张 临县', '混张甲')).toEqual({ field: 'hukou', merged: false, text: '山西省吕梁市临县' })
    expect(found('混张 建设路', '混张甲')).toEqual({ field: 'residence', merged: false, text: '建设路9号院' })
  })

  it('search › finds those of a place by its former name › as it is today and as it was', async () => {
    await register.put({ name: '旧名今', hukouCode: '610881' })
    await register.put({ name: '旧名昔', hukouCode: '610821', hukouAsOf: '2010-01-01' })
    for (const text of ['神木县', '神木市', '神木']) expect(register.names(text).sort(), text).toEqual(['旧名今', '旧名昔'].sort())
    expect(register.names('旧名 神木县').sort()).toEqual(['旧名今', '旧名昔'].sort())
  })

  it('search › finds by numbers of certificates › whole and by their front, in either case', async () => {
    await register.put({ name: '证件戊', marital: '20', marriageCertNo: 'J610802-2019-000123' })
    await register.put({ name: '证件己', onlyChildCertNo: '独字2019-0456号' })
    expect(register.names('独字2019-0456号')).toEqual(['证件己'])
    for (const text of ['J610802-2019-000123', 'j610802-2019', 'J610802-2019-0001']) expect(register.names(text), text).toEqual(['证件戊'])
    expect(found('J610802-2019-000123', '证件戊')).toEqual({ field: 'paper', merged: false, text: null })
    expect(register.names('610802-2019')).toEqual([])
  })

  it('search › finds husband and wife by each other › on file or told by text', async () => {
    const husband = await register.put({ name: '配偶己' })
    const person = {
      name: '妻子庚',
      sex: '2',
      birthDate: '1990-02-28',
      idType: 'none',
      noIdReason: 'not_shown',
      hukouCode: '610802'
    } as const
    await register.save({ person, spouses: [{ personId: husband.id }] })
    await register.save({ person: { ...person, name: '妻子辛' }, spouses: [{ name: '不在册壬' }] })
    expect(register.names('配偶己')).toEqual(['配偶己', '妻子庚'])
    expect(register.names('妻子庚')).toEqual(['妻子庚', '配偶己'])
    expect(register.names('不在册壬')).toEqual(['妻子辛'])
    expect(found('配偶己', '妻子庚')).toEqual({ field: 'spouse', merged: false, text: '配偶己' })
  })

  it('search › shows the file that goes on › for name and number of a merged one', async () => {
    const kept = await register.put({ name: '存续癸' })
    const gone = await register.put({ name: '并入子', idType: 'resident_id', idNo: '14112419770707123X' })
    mergeInto(gone.id, kept.id)
    for (const text of ['并入', '并入子', '14112419770707123X', '123X'])
      expect(
        rows(text).map((row) => row.id),
        text
      ).toContain(kept.id)
    expect(found('并入', '存续癸')).toEqual({ field: 'name', merged: true, text: '并入子' })
    expect(found('14112419770707123X', '存续癸')).toMatchObject({ field: 'idNo', merged: true })
    expect(JSON.stringify(rows('123X'))).not.toContain('14112419770707123X')
  })

  it('search › puts the surest first › number, name, beginning, piece, sound, address', async () => {
    await register.put({ name: '寒露' })
    await register.put({ name: '寒露明' })
    await register.put({ name: '小寒露' })
    await register.put({ name: '霜降', hukouText: '寒露巷3号' })
    await register.put({ name: '立冬', formerName: '寒露' })
    expect(register.names('寒露')).toEqual(['寒露', '立冬', '寒露明', '小寒露', '霜降'])
  })
})
