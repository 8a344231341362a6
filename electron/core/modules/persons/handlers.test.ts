/** Why: the register is what every other module trusts, so its methods are tested on a real encrypted database with the real tables of places. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModuleOffice } from '../../../../test/kit/module-office'
import { openRegister, reference, refusalOf, someone, stay, type Register, type SaveInput } from '../../../../test/kit/register'
import type { Output } from '@shared/contract'
import { persons, type PersonView } from '@shared/contract/persons'
import { residentIdCheckCharacter } from '@shared/domain'
import { adoptField, insertPersons, personField, personForSlip, personHandlers, personRow, personRows } from '.'

let register: Register
let office: ModuleOffice
beforeAll(async () => {
  register = await openRegister()
  office = register.office
})
afterAll(() => register.close())

describe('persons.save', () => {
  it('save › writes the record, the stay and the history › for a new person', async () => {
    const { id, revision, warnings } = await register.put({ name: '单雄新', phone: '+86 138 0000 5678', hukouText: '某路1号' }, stay())
    expect([revision, warnings]).toEqual([1, []])
    const view = register.get(id)
    expect(view).toMatchObject({
      name: '单雄新',
      pinyin: 'shan xiong xin',
      initials: 'sxx',
      phoneMasked: '138****5678',
      hukouName: '陕西省榆林市榆阳区',
      status: 'active'
    })
    expect(view.episodes).toMatchObject([{ kind: 'in', scope: '跨省', recordedOn: '2026-03-05', startedOn: '2025-09-01' }])
    expect(register.history(id).map(({ field, by }) => [field, by])).toEqual([['created', 'banli']])
    expect(office.notes).toContainEqual({ subject: id, detail: { fields: ['created'] } })
  })

  it('save › keeps old and new value, who and why › for every changed field', async () => {
    const { id } = await register.put({ name: '改前名', phone: '13800001111' })
    office.clock.advance(60_000)
    const next = await register.save(
      { id, revision: 1, person: someone({ name: '改后名', phone: '13800002222' }), why: '本人出示证件' },
      'lisi'
    )
    expect(next.revision).toBe(2)
    const rows = register.history(id).map(({ field, before, after, why, by }) => ({ field, before, after, why, by }))
    expect(rows).toContainEqual({ field: 'name', before: '改前名', after: '改后名', why: '本人出示证件', by: 'lisi' })
    expect(rows).toContainEqual({ field: 'phone', before: '138****1111', after: '138****2222', why: '本人出示证件', by: 'lisi' })
    expect(register.names('改后名')).toEqual(['改后名'])
    expect(register.names('改前')).toEqual([])
  })

  it('save › leaves masked numbers as they are on file › and refuses a masked number somebody touched', async () => {
    const whole = { name: '遮盖甲', idType: 'resident_id', idNo: '141124197001010018', phone: '13800003333', noIdReason: null } as const
    const { id } = await register.put(whole)
    const { idNoMasked, phoneMasked } = register.get(id)
    const shown = { ...whole, idNo: idNoMasked, phone: phoneMasked }
    await register.save({ id, revision: 1, person: someone({ ...shown, note: '改' }) })
    expect(personForSlip(office.db, id)).toMatchObject({ idNo: whole.idNo, phone: whole.phone })
    expect(register.history(id).map(({ field }) => field)).toEqual(['note', 'created'])
    for (const touched of [{ idNo: '1411**********0019' }, { phone: '138****3334' }])
      await expect(register.save({ id, revision: 2, person: someone({ ...shown, ...touched }) })).rejects.toMatchObject({
        code: 'persons.bad_text',
        params: { character: '*' }
      })
  })

  it('save › writes nothing › when nothing changed', async () => {
    const { id } = await register.put({ name: '没有变' })
    const again = await register.save({ id, revision: 1, person: someone({ name: '没有变' }) })
    expect(again.revision).toBe(1)
    expect(register.history(id)).toHaveLength(1)
  })

  it('save › refuses with who was quicker › when the record changed meanwhile', async () => {
    const { id } = await register.put({ name: '两人改' })
    await register.save({ id, revision: 1, person: someone({ name: '两人改', note: '一' }) }, 'zhangsan')
    await expect(register.save({ id, revision: 1, person: someone({ name: '两人改', note: '二' }) })).rejects.toMatchObject({
      code: 'persons.changed_meanwhile',
      params: { by: 'zhangsan' }
    })
    expect(register.get(id).note).toBe('一')
  })

  it.each([
    ['persons.unknown', { id: '00000000-0000-7000-8000-000000000000', revision: 1, person: someone() }],
    ['persons.bad_name', { person: someone({ name: '测\u202e甲' }) }],
    ['persons.bad_text', { person: someone({ hukouText: '某路\u200b1号' }) }],
    ['persons.bad_date', { person: someone({ birthDate: '1990-02-29' }) }],
    ['persons.bad_date', { person: someone(), episodes: [stay({ startedOn: '2025-13' })] }],
    ['persons.id_reason_needed', { person: someone({ noIdReason: null }) }],
    ['persons.id_reason_needed', { person: someone({ idType: 'resident_id', idNo: '000000000000000000', noIdReason: null }) }],
    ['reference.division_unknown', { person: someone({ hukouCode: '999999' }) }],
    ['persons.record_unknown', { person: someone(), episodes: [stay({ id: '00000000-0000-7000-8000-000000000000' })] }]
  ] satisfies [string, SaveInput][])('save › refuses with %s and writes nothing › case %#', async (code, input) => {
    const before = office.db.value<number>('SELECT count(*) FROM person')
    await expect(register.save(input)).rejects.toMatchObject({ code })
    expect(office.db.value<number>('SELECT count(*) FROM person')).toBe(before)
  })

  it('save › accepts dates before 1970, 29 February of a leap year and a bare year', async () => {
    for (const birthDate of ['1912-02-29', '1968-12-31', '2000-02-29', '1951', '1951-07']) {
      const { id, warnings } = await register.put({ name: '老人甲', birthDate })
      expect([register.get(id).birthDate, warnings]).toEqual([birthDate, []])
    }
  })

  it('save › stores no number and matches nobody › for placeholders', async () => {
    const number = '000000199002280000'
    const one = await register.put({ name: '占位甲', idType: 'resident_id', idNo: number })
    const two = await register.put({ name: '占位乙', idType: 'resident_id', idNo: number })
    expect([...one.warnings, ...two.warnings].map(({ code }) => code)).toEqual(['id_placeholder', 'id_placeholder'])
    expect(register.get(one.id)).toMatchObject({ idNoMasked: null, noIdReason: 'not_shown' })
    const hints = personHandlers.hints(office.query(), { name: '', idNo: number, birthDate: '', phone: '', except: null })
    expect(await hints).toEqual({ rows: [] })
  })

  it('save › warns and never blocks › for each oddity', async () => {
    const { warnings } = await register.put(
      {
        name: '阿卜・买\ue000',
        idType: 'resident_id',
        idNo: '610802199002280027',
        sex: '1',
        birthDate: '1991-01-01',
        phone: '12',
        hukouCode: '612701'
      },
      stay({ startedOn: '2030-01-01', endedOn: '2029-01-01' })
    )
    expect(warnings.map(({ code }) => code).sort()).toEqual(
      [
        'division_abolished',
        'id_check_digit',
        'id_date',
        'id_sex',
        'name_private_use',
        'phone_implausible',
        'stay_future',
        'stay_order'
      ].sort()
    )
  })

  it('save › keeps who saw the paper and when › until number or name change', async () => {
    const odd = { idType: 'resident_id', idNo: '610802199002280087', idVerified: true, name: '核对甲' } as const
    const { id, warnings } = await register.put(odd)
    expect(warnings.map(({ code }) => code)).toEqual([])
    const first = register.get(id).idVerified
    office.clock.advance(3_600_000)
    await register.save({ id, revision: 1, person: someone({ ...odd, note: '补' }) }, 'lisi')
    expect(register.get(id).idVerified).toEqual(first)
    await register.save({ id, revision: 2, person: someone({ ...odd, idNo: '610802199002280088' }) }, 'lisi')
    expect(register.get(id).idVerified).toMatchObject({ by: 'lisi' })
  })

  it('save › says who has the same number › for old and new numbers of one person', async () => {
    await register.put({ name: '新号甲', idType: 'resident_id', idNo: `61080219850312111${residentIdCheckCharacter('61080219850312111')}` })
    const { warnings } = await register.put({
      name: '旧号甲',
      idType: 'resident_id',
      idNo: '610802850312111',
      sex: '1',
      birthDate: '1985-03-12'
    })
    expect(warnings.map(({ code, text }) => [code, text.includes('新号甲')])).toContainEqual(['same_number', true])
  })

  it('save › moves the present stay of the list › when a later stay is added or the stay is corrected', async () => {
    const { id } = await register.put({ name: '搬家甲' }, stay({ startedOn: '2020-01-01', endedOn: '2021-01-01' }))
    const { warnings } = await register.save({
      id,
      revision: 1,
      person: someone({ name: '搬家甲' }),
      episodes: [stay({ startedOn: '2019-05' })]
    })
    expect(warnings.map(({ code }) => code)).toEqual(['stay_still_open'])
    expect(personRow(office.query(), id)).toMatchObject({ startedOn: '2019-05' })
    const open = register.get(id).episodes.find((episode) => episode.endedOn === null)
    await register.save({
      id,
      revision: 2,
      person: someone({ name: '搬家甲' }),
      episodes: [stay({ id: open?.id ?? '', startedOn: '2022-05-06', kind: 'intra_county', residenceCode: '610802' })]
    })
    expect(personRow(office.query(), id)).toMatchObject({
      startedOn: '2022-05-06',
      kind: 'intra_county',
      residenceName: '陕西省榆林市榆阳区'
    })
    expect(register.get(id).episodes).toHaveLength(2)
    const added = await register.save({
      id,
      revision: 3,
      person: someone({ name: '搬家甲' }),
      episodes: [stay({ startedOn: '2024-01-01' })]
    })
    expect(added.warnings.map(({ code }) => code)).toEqual(['stay_gap', 'stay_still_open'])
  })
})

describe('the other methods', () => {
  it('get, history › refuse › for nobody', async () => {
    const id = '00000000-0000-7000-8000-000000000000'
    expect(refusalOf(() => register.get(id))).toBe('persons.unknown')
    expect(refusalOf(() => register.history(id))).toBe('persons.unknown')
    await expect(office.command(personHandlers.reveal, { id, record: null, field: 'idNo', reason: '核对' })).rejects.toMatchObject({
      code: 'persons.unknown'
    })
  })

  it('setStatus › keeps event date and recording date › and refuses an old revision', async () => {
    const { id } = await register.put({ name: '退档甲' })
    const input = { id, revision: 1, status: 'set_aside', on: '2026-02-01', reason: 'moved_on', note: '搬去外省' }
    await office.command(personHandlers.setStatus, input)
    expect(register.get(id)).toMatchObject({
      status: 'set_aside',
      statusOn: '2026-02-01',
      statusReason: 'moved_on',
      statusNote: '搬去外省',
      revision: 2
    })
    expect(register.history(id)).toContainEqual(expect.objectContaining({ field: 'status', before: '在册', after: '退档' }))
    expect(register.names('退档甲')).toEqual([])
    expect(register.search({ filter: { text: '退档甲', status: null } }).rows).toHaveLength(1)
    await expect(office.command(personHandlers.setStatus, input)).rejects.toMatchObject({ code: 'persons.changed_meanwhile' })
    await expect(office.command(personHandlers.setStatus, { ...input, revision: 2, on: '2026-02-30' })).rejects.toMatchObject({
      code: 'persons.bad_date'
    })
  })

  it('reveal › shows the whole number and keeps the reason › outside the audit line', async () => {
    const { id } = await register.put({ name: '显示甲', idType: 'resident_id', idNo: '141124197707071213' })
    expect(await office.command(personHandlers.reveal, { id, record: null, field: 'idNo', reason: '核对户口簿' })).toEqual({
      value: '141124197707071213',
      child: null
    })
    expect(office.notes.at(-1)).toEqual({ subject: id, detail: { field: 'idNo', record: null } })
    expect(office.db.one('SELECT field, reason FROM person_reveal WHERE person_id = ?', id)).toEqual({
      field: 'idNo',
      reason: '核对户口簿'
    })
  })

  it('checkId › states birth date, sex and the new form › of an old number', () => {
    const answer = personHandlers.checkId(office.query(), { idNo: '610802 850312 111', birthDate: '19850312', sex: '2' })
    expect(answer).toMatchObject({ birthDate: '1985-03-12', sex: '1', placeholder: false, warnings: [{ code: 'id_sex' }] })
    expect((answer as { upgraded: string }).upgraded).toMatch(/^61080219850312111[0-9X]$/)
    expect(personHandlers.checkId(office.query(), { idNo: '0'.repeat(18), birthDate: '', sex: '' })).toMatchObject({
      placeholder: true,
      birthDate: null
    })
  })

  it('hints › gives the reasons › for a name with day and month swapped, and leaves out the record in hand', async () => {
    const { id } = await register.put({ name: '提示甲', birthDate: '1988-03-07', phone: '13811112222' })
    const ask = (over: object, except: string | null = null) =>
      personHandlers.hints(office.query(), { name: '', idNo: '', birthDate: '', phone: '', except, ...over }) as Output<
        typeof persons.hints
      >
    expect(ask({ name: '提示甲', birthDate: '1988-07-03' }).rows[0]).toMatchObject({
      person: { id },
      why: ['姓名相同', '出生日期的日与月颠倒']
    })
    expect(ask({ name: '提示假', birthDate: '19880307' }).rows[0]?.why).toEqual(['姓名同音', '出生日期相同'])
    expect(ask({ phone: '138-1111-2222' }).rows[0]?.why).toEqual(['电话相同'])
    expect(ask({ name: '提示甲' }, id).rows).toEqual([])
    expect(ask({ birthDate: '1988-03-07' }).rows).toEqual([])
  })
})

describe('what other modules are given', () => {
  it('adoptField › changes one field with the slip in the history › and says when nothing changed', async () => {
    const { id } = await register.put({ name: '采纳甲', idVerified: false }, stay())
    const adopt = (field: never, value: string) =>
      office.command<boolean>(
        (ctx: Parameters<typeof adoptField>[0]) => adoptField(ctx, id, field, value, { slipNo: 'CX0001', why: '采纳反馈' }),
        null
      )
    for (const [field, value, stored] of [
      ['name', '采纳乙', '采纳乙'],
      ['formerName', '采纳甲', '采纳甲'],
      ['sex', '1', '1'],
      ['birthDate', '1990-03', '1990-03'],
      ['idNo', '141124197707071213', '141124197707071213'],
      ['marital', '20', '20'],
      ['phone', '138 0000 9999', '13800009999'],
      ['hukouCode', '610802000000', '610802'],
      ['hukouText', '某路2号', '某路2号'],
      ['residenceCode', '141124', '141124'],
      ['residenceText', '某村3号', '某村3号']
    ] as const) {
      const before = personField(office.db, id, field)
      expect(await adopt(field as never, value), field).toBe(before !== stored)
      expect(personField(office.db, id, field), field).toBe(stored)
      expect(await adopt(field as never, value), field).toBe(false)
    }
    expect(register.history(id)[0]).toMatchObject({
      field: 'residenceText',
      record: { kind: 'episode' },
      after: '某村3号',
      slipNo: 'CX0001',
      why: '采纳反馈'
    })
    expect(register.names('采纳乙')).toEqual(['采纳乙'])
    expect(personForSlip(office.db, id)).toMatchObject({
      idNo: '141124197707071213',
      noIdReason: null,
      residenceText: '某村3号',
      currentEpisode: { kind: 'in' }
    })
  })

  it('adoptField › refuses › what a clerk could not save either', async () => {
    const { id } = await register.put({ name: '不采纳', idType: 'resident_id', idNo: '141124197707071213' })
    const adopt = (field: never, value: string) =>
      office.command<boolean>(
        (ctx: Parameters<typeof adoptField>[0]) => adoptField(ctx, id, field, value, { slipNo: null, why: null }),
        null
      )
    for (const [field, value, code] of [
      ['name', '不\u200e采', 'persons.bad_name'],
      ['birthDate', '1990-02-30', 'persons.bad_date'],
      ['hukouCode', '999999', 'reference.division_unknown'],
      ['residenceText', '某处', 'persons.no_stay'],
      ['idNo', '000000000000000000', 'persons.id_reason_needed']
    ] as const)
      await expect(adopt(field as never, value), field).rejects.toMatchObject({ code })
    expect(register.history(id)).toHaveLength(1)
  })

  it('personRows › answers in the order asked › and leaves out the unknown', async () => {
    const one = await register.put({ name: '次序甲' })
    const two = await register.put({ name: '次序乙' })
    const unknown = '00000000-0000-7000-8000-000000000000'
    expect(personRows(office.query(), [two.id, unknown, one.id]).map((row) => row.name)).toEqual(['次序乙', '次序甲'])
    expect(personRow(office.query(), unknown)).toBeUndefined()
  })

  it('insertPersons › makes the same records as save does', async () => {
    const { person, episodes } = persons.save.input.parse({ person: someone({ name: '批量甲', phone: '13800001234' }), episodes: [stay()] })
    const saved = await register.save({ person, episodes })
    const ctx = office.query()
    const [id = ''] = office.write.transaction(() =>
      insertPersons({ db: office.write.db, reference, now: ctx.now, today: ctx.today, newId: ctx.newId }, [
        { person, episodes, by: 'banli' }
      ])
    )
    const plain = (view: PersonView) => ({
      ...view,
      id: '',
      episodes: view.episodes.map((one) => ({ ...one, id: '', ofPerson: '' })),
      createdAt: '',
      updatedAt: ''
    })
    expect(plain(register.get(id))).toEqual(plain(register.get(saved.id)))
    expect(register.names('批量')).toEqual(['批量甲', '批量甲'])
  })
})
