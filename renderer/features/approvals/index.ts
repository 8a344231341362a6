/** The door of the list 待批: what waits for this user's word, and what he asked for himself. */
import { defineFeature } from '@renderer/app'
import { useOffice, useOfficeEvent } from '@renderer/client'
import { ref, type Ref } from 'vue'

/** The length of 等我批准, asked again whenever a request changes. */
function useWaitingCount(): Readonly<Ref<number | null>> {
  const { client } = useOffice()
  const count = ref<number | null>(null)
  const ask = (): void => {
    client.approvals
      .list({})
      .then(({ forMe }) => (count.value = forMe.length))
      // A badge that cannot be counted is left out; the page behind it says why.
      .catch(() => (count.value = null))
  }
  useOfficeEvent('records.changed', ({ topics }) => {
    if (topics.includes('approvals') || topics.includes('accounts')) ask()
  })
  ask()
  return count
}

export const feature = defineFeature({
  id: 'approvals',
  needs: 'signed-in',
  routes: [{ path: '/approvals/:list?', name: 'approvals', component: () => import('./approvals.page.vue') }],
  rail: { label: '待批', to: 'approvals', order: 80, useBadge: useWaitingCount }
})
