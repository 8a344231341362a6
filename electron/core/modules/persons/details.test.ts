/** Why: the small commands of a file, its chain of statuses, and the bounds of an account are what pages and clerks lean on every day. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorNamed, type ModuleOffice } from '../../../../test/kit/module-office'
import { openRegister, refusalOf, someone, stay, type Register, type SaveInput } from '../../../../test/kit/register'
import type { CallInput, Output } from '@shared/contract'
import { persons, type PersonView } from '@shared/contract/persons'
import { places } from '@shared/contract/places'
import { personHandlers, placeHandlers } from '.'

let register: Register
let office: ModuleOffice
beforeAll(async () => {
  register = await openRegister()
  office = register.office
})
afterAll(() => register.close())

const asOf = (id: string, day: string): PersonView | null =>
  persons.asOf.output.parse(personHandlers.asOf(office.query(), persons.asOf.input.parse({ id, day }))).person

describe('asOf', () => {
  it('asOf › gives the whole file as it stood at the end of a day › and null before it was made', async () => {
    const { id, records } = await register.save({
      person: someone({ name: '当日甲', phone: '13800000001' }),
      episodes: [stay({ residenceText: '老路1号' })],
      children: [{ name: '小一', birthDate: '2008-01-01' }],
      spouses: [{ name: '原配', startedOn: '2010' }]
    })
    const first = register.get(id)
    office.clock.advance(3 * 86_400_000)
    await register.change(first, {
      person: { ...someone({ name: '次日乙' }), phone: null },
      episodes: [
        {
          id: records.episodes[0]!,
          kind: 'in',
          startedOn: '2025-09-01',
          residenceCode: '610881',
          residenceText: '新路2号',
          endedOn: '2026-01-01'
        },
        stay({ startedOn: '2026-01-02' })
      ],
      children: [
        { id: records.children[0]!, name: '小一改' },
        { name: '小二', birthDate: '2009-01-01' }
      ],
      removed: [{ kind: 'spouse', id: records.spouses[0]!, reason: '登记有误' }]
    })
    const now = register.get(id)
    expect(asOf(id, '2026-03-04')).toBeNull()
    const then = asOf(id, '2026-03-05')
    const noisy = { revision: 0, warnings: [], missing: [], updatedAt: '', updatedBy: '', statuses: [] }
    // Both sides name the house by its own record, which was there already.
    expect({ ...then, ...noisy }).toEqual({ ...first, ...noisy })
    expect({ ...asOf(id, '2026-03-08'), ...noisy }).toEqual({ ...now, ...noisy })
    expect(now.spouses).toEqual([])
    expect(then?.spouses).toMatchObject([{ name: '原配' }])
    expect(refusalOf(() => asOf(id, '2026-02-30'))).toBe('persons.bad_date')
  })

  it('asOf › shows a linked spouse, household and employer as they were', async () => {
    const other = await register.put({ name: '旧名', sex: '1' })
    const { id } = await register.save({
      person: someone({ name: '连着甲' }),
      spouses: [{ personId: other.id }],
      episodes: [stay({ employer: { name: '旧厂', address: '一号' } })]
    })
    const day = office.query().today
    const employer = register.get(id).episodes[0]!.employer!
    office.clock.advance(2 * 86_400_000)
    await register.change(register.get(other.id), { person: someone({ name: '新名', sex: '1' }) })
    await office.command(
      placeHandlers.saveEmployer,
      places.saveEmployer.input.parse({ id: employer.id, revision: 1, name: '新厂', address: '一号' })
    )
    expect(register.get(id)).toMatchObject({ spouses: [{ name: '新名' }], episodes: [{ employer: { name: '新厂' } }] })
    expect(asOf(id, day)).toMatchObject({ spouses: [{ name: '旧名' }], episodes: [{ employer: { name: '旧厂' } }] })
    expect(asOf(other.id, day)?.spouses).toMatchObject([{ name: '连着甲' }])
  })
})

describe('status of a file', () => {
  it('setStatus › keeps the chain readable › with event day, recording day, reason and words', async () => {
    const { id } = await register.put({ name: '链条甲' })
    const set = (status: string, on: string, reason: string, note: string | null = null) =>
      office.command(
        personHandlers.setStatus,
        persons.setStatus.input.parse({ id, revision: register.get(id).revision, status, on, reason, note })
      )
    await set('set_aside', '2026-02-01', 'moved_on', '去了外省')
    office.clock.advance(86_400_000)
    await set('active', '2026-02-20', 'came_back')
    office.clock.advance(86_400_000)
    await set('closed', '2026-02-28', 'died')
    expect(register.get(id).statuses.map(({ status, on, reason, note }) => [status, on, reason, note])).toEqual([
      ['closed', '2026-02-28', 'died', null],
      ['active', '2026-02-20', 'came_back', null],
      ['set_aside', '2026-02-01', 'moved_on', '去了外省'],
      ['active', null, null, null]
    ])
    expect(register.get(id).statusRecordedOn).toBe(office.query().today)
    await expect(set('active', '2026-03-01', '回来了')).rejects.toMatchObject({ code: 'persons.code_unknown' })
  })
})

describe('small commands', () => {
  const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const setPhoto = (id: string, photo: CallInput<typeof persons.setPhoto>['photo']) =>
    office.command<{ revision: number }>(
      personHandlers.setPhoto,
      persons.setPhoto.input.parse({ id, revision: register.get(id).revision, photo })
    )
  const photo = (id: string) => personHandlers.photo(office.query(), { id }) as Output<typeof persons.photo>

  it('setPhoto › keeps a picture told by its bytes, replaces it and takes it away', async () => {
    const { id } = await register.put({ name: '照片甲' })
    await setPhoto(id, { base64: PNG.toString('base64') })
    expect(photo(id).photo).toEqual({ type: 'image/png', base64: PNG.toString('base64') })
    expect(register.get(id)).toMatchObject({ hasPhoto: true, revision: 2 })
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(50)])
    await setPhoto(id, { base64: jpeg.toString('base64') })
    expect(photo(id).photo?.type).toBe('image/jpeg')
    await setPhoto(id, null)
    expect([photo(id).photo, register.get(id).hasPhoto]).toEqual([null, false])
    expect(register.history(id).map(({ label }) => label)).toEqual(['照片', '照片', '照片', '建档'])
    for (const bytes of [Buffer.from('GIF89a'), Buffer.alloc(0), Buffer.concat([PNG, Buffer.alloc(204_801)])])
      await expect(setPhoto(id, { base64: bytes.toString('base64') })).rejects.toMatchObject({ code: 'persons.photo_bad' })
    await expect(setPhoto(id, { ticket: 'no-such-ticket' })).rejects.toMatchObject({ code: 'file.unknown_ticket' })
  })

  it('endEpisode, saveConsent › change one record › and refuse an old revision', async () => {
    const { id, records } = await register.put({ name: '小令甲' }, stay())
    const ended = { id, revision: 1, episode: records.episodes[0]!, endedOn: '2026-03-01', why: '本人来电' }
    await office.command(personHandlers.endEpisode, ended)
    expect(register.get(id).episodes).toMatchObject([{ endedOn: '2026-03-01' }])
    expect(register.history(id)[0]).toMatchObject({ label: '居住记录“2025-09-01 起 山西省吕梁市临县”的结束日期', why: '本人来电' })
    await expect(office.command(personHandlers.endEpisode, ended)).rejects.toMatchObject({ code: 'persons.changed_meanwhile' })
    const consent = (over: object) =>
      office.command<{ consent: string }>(
        personHandlers.saveConsent,
        persons.saveConsent.input.parse({
          id,
          revision: register.get(id).revision,
          consent: { purpose: 'service', givenOn: '2026-03-01', ...over }
        })
      )
    const given = await consent({})
    await consent({ id: given.consent, withdrawnOn: '2026-03-04', withdrawnReason: '本人要求' })
    expect(register.get(id).consents).toMatchObject([{ withdrawnOn: '2026-03-04', withdrawnReason: '本人要求' }])
  })

  it('save › names who, when and what differs › when the file changed meanwhile', async () => {
    const { id } = await register.put({ name: '对照甲' })
    const old = register.get(id)
    await register.change(old, { person: someone({ name: '对照乙' }) }, 'zhangsan')
    await expect(
      register.change(old, { person: someone({ name: '对照丙', note: '备注' }), children: [{ name: '小' }] })
    ).rejects.toMatchObject({
      code: 'persons.changed_meanwhile',
      params: { by: 'zhangsan', at: expect.stringMatching(/^2026-/) as string, fields: '姓名、拼音、备注、新增子女' },
      fields: { name: '与档案现在的内容不同', note: '与档案现在的内容不同' }
    })
  })
})

describe('scope of an account', () => {
  const clerk = { ...actorNamed('cunli', ['collector']), scope: '610802003' }
  it('search, get, save › reach only files whose stay or 户籍 lies in the scope', async () => {
    const inside = await register.put({ name: '辖区甲', hukouCode: '610802003' }, stay())
    const living = await register.put({ name: '辖区乙', hukouCode: '141124' }, stay({ residenceCode: '610802003' }))
    const outside = await register.put({ name: '辖区丙', hukouCode: '141124' }, stay({ residenceCode: '610881' }))
    const ctx = { ...office.query(), actor: clerk }
    const found = persons.search.output.parse(personHandlers.search(ctx, persons.search.input.parse({ filter: { text: '辖区' } })))
    expect(found.rows.map(({ name }) => name).sort()).toEqual(['辖区甲', '辖区乙'].sort())
    expect(await personHandlers.count(ctx, persons.count.input.parse({ filter: { text: '辖区' } }))).toEqual({ count: 2, more: false })
    for (const { id } of [inside, living]) expect(persons.get.output.parse(personHandlers.get(ctx, { id, own: false })).id).toBe(id)
    for (const handler of [personHandlers.get, personHandlers.history, personHandlers.photo])
      expect(refusalOf(() => (handler as (ctx: unknown, input: unknown) => unknown)(ctx, { id: outside.id, own: false }))).toBe(
        'persons.out_of_scope'
      )
    const save = (input: SaveInput) => office.command(personHandlers.save, persons.save.input.parse(input), clerk)
    await expect(save({ id: outside.id, revision: 1, person: someone() })).rejects.toMatchObject({ code: 'persons.out_of_scope' })
    await expect(
      save({ person: someone({ name: '新外', hukouCode: '141124' }), episodes: [stay({ residenceCode: '610881' })] })
    ).rejects.toMatchObject({ code: 'persons.out_of_scope' })
    await expect(
      save({ person: someone({ name: '新内', hukouCode: '610802003' }), spouses: [{ personId: outside.id }] })
    ).rejects.toMatchObject({ code: 'persons.out_of_scope' })
    await expect(save({ person: someone({ name: '新内', hukouCode: '610802003' }) })).resolves.toMatchObject({ revision: 1 })
    const { rows } = personHandlers.hints(ctx, { name: '辖区丙', idNo: '', birthDate: '1990-02-28', phone: '', except: null }) as Output<
      typeof persons.hints
    >
    expect(rows.map(({ person }) => person.name)).not.toContain('辖区丙')
    expect(rows).toHaveLength(2)
  })
})
