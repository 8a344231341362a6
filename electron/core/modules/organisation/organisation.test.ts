/** The tree of units stays one tree of areas whatever is done to it, and nobody is left without the unit he sits at. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrganisationUnit } from '@shared/contract/organisation'
import { isDivisionCode, isInDivision } from '@shared/domain'
import { AppError, type ErrorCode } from '@shared/errors'
import { openModuleOffice, type ModuleOffice } from '../../../../test/kit/module-office'
import { actorByName, addFirstAccount } from '../accounts'
import { organisationHandlers as handlers, seat, seatOf } from '.'

let office: ModuleOffice
beforeEach(async () => {
  office = await openModuleOffice()
})
afterEach(() => office.close())

const tree = (below: string | null = null, closed = false) => Promise.resolve(handlers.tree(office.query(), { below, closed }))
const rowsBelow = async (below: string | null, closed = false) => (await tree(below, closed)).rows
const build = (villages = false) => office.command<{ created: number }>(handlers.fromDivisions, { villages })
const root = async (): Promise<OrganisationUnit> => {
  const [row] = await rowsBelow(null)
  if (!row) throw new RangeError('no county')
  return row
}
const facts = { shortName: '', post: '', phone: '', validFrom: null }
const add = (parent: string, name: string, code: string | null) =>
  office.command<{ id: string; revision: number }>(handlers.save, { ...facts, id: null, parent, revision: null, name, code })
const change = (unit: OrganisationUnit, more: object) =>
  office.command<{ id: string }>(handlers.save, {
    ...{ id: unit.id, parent: null, revision: unit.revision, name: unit.name, code: unit.code },
    ...{ shortName: unit.shortName, post: unit.post, phone: unit.phone, validFrom: unit.validFrom, ...more }
  })
const account = (name: string): string => {
  const id = office.query().newId()
  office.write.transaction(() =>
    addFirstAccount(office.write.db, { id, name, displayName: name, roles: ['collector'] }, '2026-03-05T01:00:00.000Z')
  )
  return id
}
const refusal = async (work: Promise<unknown>): Promise<ErrorCode | 'done'> =>
  work.then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof AppError) return error.code
      throw error
    }
  )

describe('fromDivisions', () => {
  it('proposes what it would make, and makes county and townships in one step', async () => {
    const { proposal } = await tree()
    expect(proposal).toMatchObject({ code: '610802', fullName: '陕西省榆林市榆阳区' })
    const { created } = await build()
    expect(created).toBe(1 + (proposal?.townships ?? 0))
    const top = await root()
    expect(top).toMatchObject({ level: 'county', code: '610802', name: '测试甲区卫生健康局', children: proposal?.townships })
    const townships = await rowsBelow(top.id)
    expect(townships.every((unit) => unit.level === 'township' && unit.code?.startsWith('610802') === true)).toBe(true)
    expect(townships[0]?.path).toBe(`测试甲区卫生健康局 › ${townships[0]?.name ?? ''}`)
  })

  it('with villages › makes them all; a second time is refused', async () => {
    const { proposal } = await tree()
    const { created } = await build(true)
    expect(created).toBe(1 + (proposal?.townships ?? 0) + (proposal?.villages ?? 0))
    expect(await refusal(build())).toBe('organisation.already_built')
  })
})

describe('save', () => {
  it('a unit of its own › with a code that the tables do not know', async () => {
    await build()
    const top = await root()
    const { id } = await add(top.id, '高新区管委会', '610802480')
    const rows = await rowsBelow(top.id)
    expect(rows.at(-1)).toMatchObject({ id, level: 'township', name: '高新区管委会', abolished: null })
    const village = await add(id, '第一社区', '610802480001')
    const group = await add(village.id, '中心户长一片', null)
    expect(await refusal(add(group.id, '下级', null))).toBe('organisation.too_deep')
  })

  it.each([
    ['61080248', 'organisation.code_level'],
    ['610802000', 'organisation.code_level'],
    ['610803100', 'organisation.code_outside'],
    [null, 'organisation.code_level']
  ])('the township code %s › is refused as %s', async (code, expected) => {
    await build()
    expect(await refusal(add((await root()).id, '乡', code))).toBe(expected)
  })

  it('a code in use, an old revision, a day that is none › are refused', async () => {
    await build()
    const top = await root()
    const [first, second] = await rowsBelow(top.id)
    if (!first || !second) throw new RangeError('townships')
    expect(await refusal(change(first, { code: second.code }))).toBe('organisation.code_taken')
    await change(first, { name: '改名镇', phone: '0912-1' })
    expect(await refusal(change(first, { name: '又改' }))).toBe('organisation.changed_meanwhile')
    expect((await rowsBelow(top.id))[0]).toMatchObject({ name: '改名镇', phone: '0912-1', revision: 2 })
    expect(await refusal(change({ ...first, revision: 2 }, { validFrom: '2026-02-30' }))).toBe('organisation.bad_day')
  })

  it('the code of the county › takes all codes below with it', async () => {
    await build(true)
    const top = await root()
    const before = await rowsBelow(top.id)
    await change(top, { code: '610881' })
    const after = await rowsBelow(top.id)
    expect(after.map((unit) => unit.code)).toEqual(before.map((unit) => `610881${unit.code?.slice(6) ?? ''}`))
    const [village] = await rowsBelow(after[0]?.id ?? '')
    expect(village?.code?.startsWith(after[0]?.code ?? '-')).toBe(true)
  })

  it('an abolished code › is shown with what holds its area today', async () => {
    office.close()
    office = await openModuleOffice({ code: '610821-00', name: '测试神木县' })
    await build()
    expect((await root()).abolished).toEqual({ on: '2017', now: [{ code: '610881', fullName: '陕西省榆林市神木市' }] })
  })
})

describe('move', () => {
  it('orders siblings; a place under another level or area is refused', async () => {
    await build()
    const top = await root()
    const [first, second, third] = await rowsBelow(top.id)
    if (!first || !second || !third) throw new RangeError('townships')
    const move = (id: string, parent: string, before: string | null) => office.command(handlers.move, { id, parent, before, code: null })
    await move(third.id, top.id, first.id)
    expect((await rowsBelow(top.id)).slice(0, 3).map(({ id }) => id)).toEqual([third.id, first.id, second.id])
    await move(third.id, top.id, null)
    expect((await rowsBelow(top.id)).at(-1)?.id).toBe(third.id)
    expect(await refusal(move(top.id, first.id, null))).toBe('organisation.root_stays')
    expect(await refusal(move(first.id, second.id, null))).toBe('organisation.wrong_level')
    const { id: village } = await add(first.id, '村', `${first.code ?? ''}201`)
    expect(await refusal(move(village, second.id, null))).toBe('organisation.code_outside')
    const { id: group } = await add(village, '中心户长', null)
    const { id: other } = await add(second.id, '他村', `${second.code ?? ''}201`)
    await move(group, other, null)
    await office.command(handlers.move, { id: village, parent: second.id, before: other, code: `${second.code ?? ''}202` })
    expect((await rowsBelow(second.id)).map(({ id, code }) => [id, code])).toEqual([
      [village, `${second.code ?? ''}202`],
      [other, `${second.code ?? ''}201`]
    ])
    expect((await rowsBelow(other)).map(({ id }) => id)).toEqual([group])
  })
})

describe('close', () => {
  it('with users at it or below › is refused with their number; ended users do not count', async () => {
    await build()
    const top = await root()
    const [township] = await rowsBelow(top.id)
    if (!township) throw new RangeError('township')
    const { id: village } = await add(township.id, '村', `${township.code ?? ''}201`)
    const clerk = account('xiaocai')
    await office.command(handlers.bindAccount, { account: clerk, unit: village })
    const close = (id: string, on: string | null = '2026-04-01') => office.command(handlers.close, { id, on })
    expect(await refusal(close(village))).toBe('organisation.has_users')
    expect(await refusal(close(township.id))).toBe('organisation.has_users')
    await office.command(handlers.unbindAccount, { account: clerk })
    expect(await refusal(close(township.id))).toBe('organisation.has_units')
    await close(village)
    await close(township.id)
    expect((await rowsBelow(top.id)).map(({ id }) => id)).not.toContain(township.id)
    expect((await rowsBelow(top.id, true)).find(({ id }) => id === township.id)?.validTo).toBe('2026-04-01')
    expect(await refusal(office.command(handlers.bindAccount, { account: clerk, unit: village }))).toBe('organisation.closed')
    expect(await refusal(close(village, null))).toBe('organisation.closed')
    await close(township.id, null)
    await close(village, null)
    expect(await refusal(close(top.id))).toBe('organisation.root_stays')
    expect(await refusal(close(village, '2026-13-01'))).toBe('organisation.bad_day')
  })

  it('coming back › is refused while another unit has the code', async () => {
    await build()
    const top = await root()
    const { id } = await add(top.id, '甲街道', '610802480')
    await office.command(handlers.close, { id, on: '2026-04-01' })
    await add(top.id, '乙街道', '610802480')
    expect(await refusal(office.command(handlers.close, { id, on: null }))).toBe('organisation.code_taken')
  })
})

describe('seats', () => {
  it('an account covers the area of its unit, a group that of its village, the county everything', async () => {
    await build()
    const top = await root()
    const [township] = await rowsBelow(top.id)
    const code = township?.code ?? ''
    const { id: village } = await add(township?.id ?? '', '村', `${code}201`)
    const { id: group } = await add(village, '中心户长', null)
    const clerk = account('xiaocai')
    const scopeAt = (unit: string | null) => {
      office.write.transaction(() => seat(office.write.db, clerk, unit))
      return actorByName(office.db, 'xiaocai')?.scope
    }
    expect(scopeAt(township?.id ?? '')).toBe(code)
    expect(scopeAt(village)).toBe(`${code}201`)
    expect(scopeAt(group)).toBe(`${code}201`)
    expect(actorByName(office.db, 'xiaocai')?.unit).toBe('中心户长')
    expect(scopeAt(top.id)).toBeNull()
    expect(scopeAt(null)).toBeNull()
    expect(seatOf(office.db, clerk)).toBeNull()
  })

  it('unknown accounts and units › are refused', async () => {
    await build()
    const unit = (await root()).id
    const stranger = office.query().newId()
    expect(await refusal(office.command(handlers.bindAccount, { account: stranger, unit }))).toBe('accounts.unknown')
    expect(await refusal(office.command(handlers.bindAccount, { account: account('a'), unit: stranger }))).toBe('organisation.unknown')
    expect(await refusal(office.command(handlers.unbindAccount, { account: stranger }))).toBe('accounts.unknown')
  })
})

describe('search', () => {
  it('finds by name and code, harmless with any text', async () => {
    await build()
    const [township] = await rowsBelow((await root()).id)
    const found = async (text: string) =>
      (await Promise.resolve(handlers.search(office.query(), { text, limit: 20 }))).rows.map(({ id }) => id)
    expect(await found(township?.name ?? '')).toContain(township?.id)
    expect((await found(township?.code ?? ''))[0]).toBe(township?.id)
    for (const text of ['%', '_', "'", '', '\\', '"']) expect(await found(text)).toEqual([])
  })
})

describe('any sequence of acts', () => {
  const step = fc.record({
    act: fc.constantFrom('add', 'recode', 'move', 'close', 'reopen', 'bind', 'unbind'),
    a: fc.nat(40),
    b: fc.nat(40),
    digits: fc.integer({ min: 1, max: 999 })
  })

  it('leaves one tree of areas, unique codes, and no user at a closed unit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const own = await openModuleOffice()
        const shared = office
        office = own
        try {
          own.write.transaction(() => {
            own.write.db.run(
              "INSERT INTO organisation(id, parent, level, code, name, short_name, post, phone, position) VALUES (?, NULL, 'county', '610802', '县', '', '', '', 1)",
              own.query().newId()
            )
          })
          const clerk = account('xiaocai')
          for (const one of steps) await refusal(perform(one, clerk))
          checkTree(own)
        } finally {
          office = shared
          own.close()
        }
      }),
      { numRuns: 40 }
    )
  })

  interface Row {
    readonly id: string
    readonly parent: string | null
    readonly code: string | null
    readonly valid_to: string | null
    readonly revision: number
    readonly name: string
    readonly level: string
  }
  const all = () => office.db.all<Row>('SELECT * FROM organisation ORDER BY id')
  const pick = (at: number): Row => {
    const rows = all()
    const row = rows[at % rows.length]
    if (!row) throw new RangeError('no units')
    return row
  }

  function perform({ act, a, b, digits }: { act: string; a: number; b: number; digits: number }, clerk: string): Promise<unknown> {
    const unit = pick(a)
    const tail = String(digits).padStart(3, '0')
    if (act === 'add') return add(unit.id, `单位${tail}`, unit.level === 'village' ? null : (unit.code ?? '') + tail)
    if (act === 'recode') {
      const code = unit.level === 'county' ? `610${tail}` : unit.code === null ? null : unit.code.slice(0, -3) + tail
      return office.command(handlers.save, { ...facts, id: unit.id, parent: null, revision: unit.revision, name: unit.name, code })
    }
    if (act === 'move')
      return office.command(handlers.move, {
        id: unit.id,
        parent: pick(b).id,
        before: null,
        code: digits % 2 ? null : `${pick(b).code ?? ''}${tail}`
      })
    if (act === 'close') return office.command(handlers.close, { id: unit.id, on: '2026-04-01' })
    if (act === 'reopen') return office.command(handlers.close, { id: unit.id, on: null })
    if (act === 'bind') return office.command(handlers.bindAccount, { account: clerk, unit: unit.id })
    return office.command(handlers.unbindAccount, { account: clerk })
  }

  function checkTree(own: ModuleOffice): void {
    const rows = all()
    const byId = new Map(rows.map((row) => [row.id, row]))
    const openCodes = rows.filter((row) => row.code !== null && row.valid_to === null).map((row) => row.code)
    expect(new Set(openCodes).size).toBe(openCodes.length)
    for (const row of rows) {
      const above = row.parent === null ? undefined : byId.get(row.parent)
      if (above === undefined) continue
      if (row.valid_to === null) expect(above.valid_to).toBeNull()
      if (row.code === null || above.code === null) continue
      expect(
        isDivisionCode(row.code) && isDivisionCode(above.code) && isInDivision(row.code, above.code),
        `${row.code} in ${above.code}`
      ).toBe(true)
    }
    const bound = own.db.all<{ valid_to: string | null }>('SELECT valid_to FROM account_unit JOIN organisation ON id = organisation')
    expect(bound.every((unit) => unit.valid_to === null)).toBe(true)
  }
})
