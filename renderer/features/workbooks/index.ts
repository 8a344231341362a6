/** The door of the lists on screen: what townships keep in Excel comes in, what they ask for goes out. */
import { defineFeature } from '@renderer/app'

export const feature = defineFeature({
  id: 'workbooks',
  needs: 'persons.search',
  routes: [{ path: '/workbooks', name: 'workbooks', component: () => import('./workbooks.page.vue') }],
  rail: { label: '导入导出', to: 'workbooks', order: 25 }
})
