/** The door of the partners' pages: the offices we exchange with, and who vouched for their keys. */
import { defineFeature } from '@renderer/app'

export const feature = defineFeature({
  id: 'partners',
  needs: 'partners.read',
  routes: [{ path: '/partners', name: 'partners', component: () => import('./partners.page.vue') }],
  rail: { label: '往来单位', to: 'partners', order: 70 }
})
