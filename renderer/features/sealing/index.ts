/** The door of sealed files on screen: whose day of review comes, one opened at a time, and one sealed from any file. */
import { defineFeature, offerPersonAction } from '@renderer/app'

offerPersonAction({
  id: 'sealing.seal',
  label: '封存档案',
  needs: 'sealing.keep',
  // In the history entry rather than the address: ids are no business of it.
  to: (ids) => ({ name: 'sealing-new', state: { personId: ids[0] ?? '' } })
})

export const feature = defineFeature({
  id: 'sealing',
  needs: 'sealing.keep',
  routes: [
    { path: '/sealing', name: 'sealing', component: () => import('./sealing.page.vue') },
    { path: '/sealing/new', name: 'sealing-new', component: () => import('./sealing-new.page.vue') },
    { path: '/sealing/:id', name: 'sealed-file', component: () => import('./sealed-file.page.vue') }
  ],
  rail: { label: '封存档案', to: 'sealing', order: 27 }
})
