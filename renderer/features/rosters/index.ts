/** The door of the lists for the field on screen: issued, printed, and answered by scanning or row by row. */
import { defineFeature, offerPersonAction } from '@renderer/app'

offerPersonAction({
  id: 'rosters.cards',
  label: '个案卡',
  needs: 'persons.write',
  // In the history entry rather than the address: ids are no business of it.
  to: (ids) => ({ name: 'roster-cards', state: { personIds: [...ids] } })
})

export const feature = defineFeature({
  id: 'rosters',
  needs: 'persons.search',
  routes: [
    { path: '/rosters', name: 'rosters', component: () => import('./rosters.page.vue') },
    { path: '/rosters/new', name: 'roster-new', component: () => import('./roster-new.page.vue') },
    { path: '/rosters/cards', name: 'roster-cards', component: () => import('./roster-cards.page.vue') },
    { path: '/rosters/:id', name: 'roster', component: () => import('./roster.page.vue') }
  ],
  rail: { label: '名单', to: 'rosters', order: 22 }
})
