// Why: two conditions set one after the other must both hold, and a part must always say what the list is asked now.
import { expect, it } from 'vitest'
import { computed, ref } from 'vue'
import { queryParts } from './query-parts'

it('queryParts › setting one part › replaces the question and leaves the others', () => {
  const query = ref({ sex: '', from: '' })
  const first = query.value
  const parts = queryParts(query)
  parts.sex = '2'
  parts.from = '2026-01-01'
  expect([query.value, first]).toEqual([
    { sex: '2', from: '2026-01-01' },
    { sex: '', from: '' }
  ])
})

it('queryParts › follow the question when it is replaced from elsewhere', () => {
  const query = ref({ sex: '' })
  const parts = queryParts(query)
  const shown = computed(() => parts.sex)
  expect(shown.value).toBe('')
  query.value = { sex: '1' }
  expect(shown.value).toBe('1')
})
