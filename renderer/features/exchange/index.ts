/** The door of the exchange page: what travels on sticks, out and in. */
import { defineFeature } from '@renderer/app'

export const feature = defineFeature({
  id: 'exchange',
  needs: 'exchange.read',
  routes: [{ path: '/exchange', name: 'exchange', component: () => import('./exchange.page.vue') }],
  rail: { label: '交换', to: 'exchange', order: 40 }
})
