/** The door of the ledger on screen: list, drafting, verifying, and their part of the one search box. */
import { defineFeature, offerPersonAction, type SearchHit } from '@renderer/app'
import type { Office } from '@renderer/client'
import { kindWords, stateOf } from './slip-words'

const SUGGESTIONS = 6

async function suggest(text: string, { client }: Office, signal: AbortSignal): Promise<readonly SearchHit[]> {
  const { rows } = await client.slips.search({ filter: { text }, limit: SUGGESTIONS }, { signal })
  return rows.map((row) => ({
    title: row.slipNo ?? '未编号',
    detail: [kindWords(row.kind), row.subjectName, row.partnerName, stateOf(row).text].filter(Boolean).join(' '),
    to: { name: 'slips', query: { text, slip: row.id } }
  }))
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
    { path: '/slips/:id/verify', name: 'slip-verify', component: () => import('./verify.page.vue') }
  ],
  rail: { label: '交流单', to: 'slips', order: 30 },
  keys: [{ key: 'F4', label: '交流单', to: { name: 'slips' } }],
  search: { label: '交流单', suggest, all: (text) => ({ name: 'slips', query: { text } }) }
})
