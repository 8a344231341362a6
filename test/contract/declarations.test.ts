/** Every method says who may call it, what it leaves in the audit and how it may fail, in words that exist. */
import { describe, expect, it } from 'vitest'
import { events, methods, permissions, roles, type MethodSpec } from '@shared/contract'
import { catalogue, explain, isErrorCode, type ErrorCode } from '@shared/errors'
import { z } from 'zod'

const all = [...methods]
const named = (wanted: (spec: MethodSpec, name: string) => boolean): string[] =>
  all.filter(([name, spec]) => wanted(spec, name)).map(([name]) => name)
const hasChinese = (text: string): boolean => /\p{Script=Han}/u.test(text)

describe('contract', () => {
  it('has methods', () => {
    expect(all.length).toBeGreaterThan(40)
  })

  it('is called by names of the form module.verb', () => {
    expect(named((_, name) => !/^[a-z]+\.[a-z][A-Za-z]*$/.test(name))).toEqual([])
  })

  it('names a permission that exists for every method', () => {
    expect(named((spec) => !Object.hasOwn(permissions, spec.needs))).toEqual([])
  })

  it('lets nobody change anything before sign-in but at the door', () => {
    expect(named((spec) => spec.needs === 'public' && spec.kind !== 'door' && spec.kind !== 'query')).toEqual([])
  })

  it('leaves an audit line for every act', () => {
    expect(named((spec) => spec.kind !== 'query' && !/^[a-z]+\.[a-z_]+$/.test(spec.audit))).toEqual([])
  })

  it('gives every step of a job its Chinese label', () => {
    expect(
      named((spec) => spec.kind === 'job' && (Object.keys(spec.steps).length === 0 || !Object.values(spec.steps).every(hasChinese)))
    ).toEqual([])
  })

  it('fails only with catalogued codes, each named once', () => {
    expect(named(({ fails = [] }) => !fails.every(isErrorCode) || new Set(fails).size !== fails.length)).toEqual([])
  })

  it('takes objects and refuses members it does not know', () => {
    const open = named((spec) => {
      const schema = z.toJSONSchema(spec.input, { io: 'input', unrepresentable: 'any' })
      return schema.type !== 'object' || schema.additionalProperties !== false
    })
    expect(open).toEqual([])
  })

  it('knows three events', () => {
    expect(Object.keys(events)).toEqual(['job.updated', 'records.changed', 'session.changed'])
  })
})

describe('permissions', () => {
  const given = new Set(Object.values(roles).flatMap((role) => [...role.grants] as string[]))
  const asked = new Set(all.map(([, spec]) => spec.needs as string))

  it('each are carried by some role', () => {
    expect(Object.keys(permissions).filter((name) => !given.has(name) && name !== 'public' && name !== 'signed-in')).toEqual([])
  })

  it('asked for by a method can be held by somebody', () => {
    expect([...asked].filter((name) => !given.has(name) && name !== 'public' && name !== 'signed-in')).toEqual([])
  })

  it('search and read apart › the signer opens what is before him and searches nobody; the statistician does neither', () => {
    const held = (role: keyof typeof roles): string[] =>
      roles[role].grants.filter((grant) => grant === 'persons.search' || grant === 'persons.read')
    expect(held('signer')).toEqual(['persons.read'])
    expect(held('statistician')).toEqual([])
    for (const role of ['window', 'collector', 'verifier', 'service'] as const)
      expect(held(role)).toEqual(['persons.search', 'persons.read'])
  })

  it('L4 › is carried by the service desk alone', () => {
    const holders = Object.entries(roles).filter(([, { grants }]) => grants.some((grant) => grant.startsWith('services.')))
    expect(holders.map(([role]) => role)).toEqual(['service'])
  })

  it('keep persons from administrator and overseer', () => {
    for (const role of ['administrator', 'overseer'] as const)
      expect(roles[role].grants.filter((grant) => grant.startsWith('persons.') || grant.startsWith('slips.'))).toEqual([])
  })
})

describe('error catalogue', () => {
  const codes = Object.keys(catalogue) as ErrorCode[]

  it.each(['what', 'kept', 'todo'] as const)('says in Chinese for every code: %s', (sentence) => {
    expect(codes.filter((code) => !hasChinese(catalogue[code][sentence]) && !/^\{\w+\}$/.test(catalogue[code][sentence]))).toEqual([])
  })

  it('uses no word of developers', () => {
    const words = /数据库|异常|堆栈|exception|error|null|SQL|token|服务器/i
    expect(codes.filter((code) => words.test(Object.values(explain(code, {})).join('')))).toEqual([])
  })

  it('has codes of the form module.reason', () => {
    expect(codes.filter((code) => !/^[a-z]+\.[a-z_]+$/.test(code) && !/^bundle\.[ES]_[A-Z_]+$/.test(code))).toEqual([])
  })
})
