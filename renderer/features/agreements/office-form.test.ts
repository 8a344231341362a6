/** What is typed about an office is sent whole, and nothing of an office that speaks by its card. */
import { expect, it } from 'vitest'
import type { OfficeEntry } from '@shared/contract/agreements'
import { officeFaults, officeForm, officeInput, withRoom } from './office-form'

const entry = (over: Partial<OfficeEntry> = {}): OfficeEntry => ({
  ...{ id: '0192f0c0-aa00-7000-8000-000000000001', name: '某局', code: '141124-00', place: '山西省吕梁市临县', phone: '0358-1' },
  ...{
    way: 'paper',
    trust: 'paper',
    waiting: 0,
    revision: 3,
    handWay: 'phone',
    address: '',
    postcode: '',
    note: '',
    posts: [],
    history: []
  },
  ...over
})

it('office form › of a new office › asks for name and code, and a post for every telephone', () => {
  const form = officeForm(null)
  expect(Object.keys(officeFaults(form))).toEqual(['name', 'code'])
  const typed = { ...form, name: '某局', code: '141124-00', posts: [{ post: '', phone: '123', holder: '' }], postcode: '12' }
  expect(Object.keys(officeFaults(typed))).toEqual(['postcode', 'posts.0.post'])
  expect(officeInput({ ...typed, postcode: '', posts: [...withRoom([])] }, null)).toMatchObject({
    ...{ id: null, revision: 0, identity: { name: '某局', code: '141124-00' }, posts: [], postcode: null }
  })
})

it('office form › of an office with a card › leaves name, code and telephone to the card', () => {
  expect(officeInput(officeForm(entry({ way: 'stick' })), entry({ way: 'stick' })).identity).toBeNull()
  expect(officeInput(officeForm(entry()), entry())).toMatchObject({ revision: 3, way: 'phone', identity: { name: '某局' } })
})
