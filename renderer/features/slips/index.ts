/** The door of the ledger on screen: list, drafting, verifying, and their part of the one search box. */
import { defineFeature, offerPersonAction, type SearchHit } from '@renderer/app'
import type { Office } from '@renderer/client'
import type { SlipRow } from '@shared/contract/slips'
import { kindWords, stateOf } from './slip-words'

const SUGGESTIONS = 6

/** Slips whose number was typed and whose person is shown beside them; more of them are a list, not a number. */
const NUMBERED = 2
const isNumber = (text: string): boolean => (text.match(/\d/g) ?? []).length >= 4

/** A number on paper stands for the person it is about as much as for the slip. */
async function personsOf(rows: readonly SlipRow[], text: string, { client }: Office, signal: AbortSignal): Promise<readonly SearchHit[]> {
  const typed = text.trim().toUpperCase()
  const named = rows.filter(({ slipNo }) => isNumber(typed) && slipNo?.endsWith(typed) === true)
  if (named.length > NUMBERED) return []
  const views = await Promise.all(named.map(({ id }) => client.slips.get({ id }, { signal })))
  return views.flatMap(({ slipNo, person }) =>
    person === null
      ? []
      : [
          {
            title: person.name,
            detail: `单 ${slipNo ?? ''} 的当事人`,
            to: { name: 'persons', query: { text: person.name, status: 'all', person: person.id } }
          }
        ]
  )
}

async function suggest(text: string, office: Office, signal: AbortSignal): Promise<readonly SearchHit[]> {
  const { rows } = await office.client.slips.search({ filter: { text }, limit: SUGGESTIONS }, { signal })
  const slips = rows.map((row) => ({
    title: row.slipNo ?? '未编号',
    detail: [kindWords(row.kind), row.subjectName, row.partnerName, stateOf(row).text].filter(Boolean).join(' '),
    to: { name: 'slips', query: { text, slip: row.id } }
  }))
  return [...slips, ...(await personsOf(rows, text, office, signal))]
}

offerPersonAction({
  id: 'slips.compose',
  label: '发交流单',
  keyHint: 'F4',
  needs: 'slips.write',
  // In the history entry rather than the address: five hundred ids are too long for one, and no business of it.
  to: (ids) => ({ name: 'slip-compose', state: { personIds: [...ids] } })
})

export const feature = defineFeature({
  id: 'slips',
  needs: 'slips.read',
  routes: [
    { path: '/slips', name: 'slips', component: () => import('./slips.page.vue') },
    { path: '/slips/new', name: 'slip-compose', component: () => import('./compose.page.vue') },
    { path: '/slips/taken', name: 'slip-taken', component: () => import('./taken.page.vue') },
    { path: '/slips/sheets', name: 'slip-sheets', component: () => import('./check-sheets.page.vue') },
    { path: '/slips/sheets/:id', name: 'slip-sheet', component: () => import('./check-sheet.page.vue') },
    { path: '/slips/:id/verify', name: 'slip-verify', component: () => import('./verify.page.vue') }
  ],
  rail: { label: '交流单', to: 'slips', order: 30 },
  keys: [{ key: 'F4', label: '交流单', to: { name: 'slips' } }],
  search: { label: '交流单', suggest, all: (text) => ({ name: 'slips', query: { text } }) }
})
