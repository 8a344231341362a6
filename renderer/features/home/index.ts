/** The door of the home page: what is due, what is ours to do, what the others owe us. */
import { defineFeature } from '@renderer/app'
import { useOffice, useOfficeEvent } from '@renderer/client'
import { ref, type Ref } from 'vue'

/** The length of 需要我处理, asked again whenever slips change. */
function useMineCount(): Readonly<Ref<number | null>> {
  const { client } = useOffice()
  const count = ref<number | null>(null)
  const ask = (): void => {
    client.slips
      .count({ filter: { queue: 'mine' } })
      .then((found) => (count.value = found.count))
      // A badge that cannot be counted is left out; the page behind it says why.
      .catch(() => (count.value = null))
  }
  useOfficeEvent('records.changed', ({ topics }) => {
    if (topics.includes('slips')) ask()
  })
  ask()
  return count
}

export const feature = defineFeature({
  id: 'home',
  needs: 'slips.read',
  routes: [{ path: '/home', name: 'home', component: () => import('./home.page.vue') }],
  rail: { label: '待办', to: 'home', order: 10, useBadge: useMineCount }
})
