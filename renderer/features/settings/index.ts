/** The door of the settings: the office and its users, one's own passphrase, the log, the look, practice. */
import { defineFeature } from '@renderer/app'

export const feature = defineFeature({
  id: 'settings',
  needs: 'signed-in',
  routes: [{ path: '/settings/:tab?', name: 'settings', component: () => import('./settings.page.vue') }],
  rail: { label: '设置', to: 'settings', order: 90 }
})
