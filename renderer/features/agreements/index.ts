/** The door of the pages of co-operation: every partner office, how it is reached, and what was agreed with it. */
import { defineFeature } from '@renderer/app'

export const feature = defineFeature({
  id: 'agreements',
  needs: 'partners.read',
  routes: [{ path: '/cooperation', name: 'cooperation', component: () => import('./cooperation.page.vue') }],
  rail: { label: '区域协作', to: 'cooperation', order: 72 }
})
