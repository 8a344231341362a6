/** The door of figures on screen. */
import { defineFeature } from '@renderer/app'

export const feature = defineFeature({
  id: 'reports',
  needs: 'reports.read',
  routes: [
    { path: '/reports', name: 'reports', component: () => import('./return-rate.page.vue') },
    { path: '/reports/comparison', name: 'comparison', component: () => import('./comparison.page.vue') },
    { path: '/reports/indicators', name: 'indicators', component: () => import('./indicators.page.vue') }
  ],
  rail: { label: '统计', to: 'reports', order: 60 }
})
