/** The door of the register on screen: list, record and form of persons, and their part of the one search box. */
import { defineFeature, type SearchHit } from '@renderer/app'
import type { Office } from '@renderer/client'
import { foundWords } from './found-words'
import { kindWords, sexWords } from './words'

const SUGGESTIONS = 8

async function suggest(text: string, { client }: Office, signal: AbortSignal): Promise<readonly SearchHit[]> {
  const { rows } = await client.persons.search({ filter: { text, status: null }, sort: 'relevance', limit: SUGGESTIONS }, { signal })
  return rows.map((row) => {
    const why = row.found ? foundWords(row.found) : null
    const facts = [sexWords(row.sex), row.birthDate, kindWords(row.kind), row.residenceName ?? row.hukouName]
    return {
      title: row.name,
      detail: [...(why === null ? [] : [`${why.label} ${why.text}`.trim()]), ...facts].filter(Boolean).join(' '),
      to: { name: 'persons', query: { text, status: 'all', person: row.id } }
    }
  })
}

export const feature = defineFeature({
  id: 'persons',
  needs: 'persons.search',
  routes: [
    { path: '/persons', name: 'persons', component: () => import('./persons.page.vue') },
    { path: '/persons/new', name: 'person-new', component: () => import('./person-form.page.vue') },
    { path: '/persons/duplicates', name: 'duplicates', component: () => import('./duplicates/duplicates.page.vue') },
    { path: '/persons/duplicates/:a/:b', name: 'duplicate-pair', component: () => import('./duplicates/pair.page.vue') },
    { path: '/persons/merges', name: 'merges', component: () => import('./duplicates/merges.page.vue') },
    { path: '/persons/:id/edit', name: 'person-edit', component: () => import('./person-form.page.vue') },
    { path: '/persons/:id', name: 'person', component: () => import('./person.page.vue') },
    { path: '/dwellings/:id', name: 'dwelling', component: () => import('./place.page.vue') },
    { path: '/employers/:id', name: 'employer', component: () => import('./place.page.vue') }
  ],
  rail: { label: '人员', to: 'persons', order: 20 },
  search: { label: '人员', suggest, all: (text) => ({ name: 'persons', query: { text, status: 'all' } }) }
})
