/** The door of the person's desk on screen: requests by the day they are due, and one started from any file. */
import { defineFeature, offerPersonAction } from '@renderer/app'
import { useOffice, useOfficeEvent } from '@renderer/client'
import { ref, type Ref } from 'vue'

offerPersonAction({
  id: 'desk.request',
  label: '本人申请',
  needs: 'desk.take',
  // In the history entry rather than the address: ids are no business of it.
  to: (ids) => ({ name: 'desk-new', state: { personId: ids[0] ?? '' } })
})

/** How many wait for a reply or its handing over, asked again whenever a request changes. */
function useWaitingCount(): Readonly<Ref<number | null>> {
  const { client } = useOffice()
  const count = ref<number | null>(null)
  const ask = (): void => {
    client.desk
      .count({})
      .then(({ waiting }) => (count.value = waiting))
      // A badge that cannot be counted is left out; the page behind it says why.
      .catch(() => (count.value = null))
  }
  useOfficeEvent('records.changed', ({ topics }) => {
    if (topics.includes('desk')) ask()
  })
  ask()
  return count
}

export const feature = defineFeature({
  id: 'desk',
  needs: 'desk.take',
  routes: [
    { path: '/desk', name: 'desk', component: () => import('./desk.page.vue') },
    { path: '/desk/new', name: 'desk-new', component: () => import('./desk-new.page.vue') },
    { path: '/desk/:id', name: 'desk-request', component: () => import('./desk-request.page.vue') }
  ],
  rail: { label: '本人服务台', to: 'desk', order: 26, useBadge: useWaitingCount }
})
