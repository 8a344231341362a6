/** The door of certificates and forms on screen: the ledger, drafts, print runs, numbers and booklets, and every other form. */
import { defineFeature, offerPersonAction } from '@renderer/app'

offerPersonAction({
  id: 'certificates.draft',
  label: '开证明',
  needs: 'certificates.write',
  // In the history entry rather than the address: ids are no business of it.
  to: (ids) =>
    ids.length > 1
      ? { name: 'certificate-drafts', state: { personIds: [...ids] } }
      : { name: 'certificate-draft', state: { personId: ids[0] ?? '' } }
})
offerPersonAction({
  id: 'forms.fill',
  label: '填表单',
  needs: 'certificates.read',
  to: (ids) => ({ name: 'forms', state: { personId: ids[0] ?? '' } })
})

export const feature = defineFeature({
  id: 'certificates',
  needs: 'certificates.read',
  routes: [
    { path: '/certificates', name: 'certificates', component: () => import('./certificates.page.vue') },
    { path: '/certificates/draft', name: 'certificate-draft', component: () => import('./draft.page.vue') },
    { path: '/certificates/drafts', name: 'certificate-drafts', component: () => import('./draft-many.page.vue') },
    { path: '/certificates/print', name: 'certificate-print', component: () => import('./print.page.vue') },
    { path: '/certificates/stock', name: 'certificate-stock', component: () => import('./stock.page.vue') },
    { path: '/certificates/calibration', name: 'calibration', component: () => import('./calibration.page.vue') },
    { path: '/forms', name: 'forms', component: () => import('./forms.page.vue') },
    { path: '/forms/:form', name: 'form-fill', component: () => import('./form-fill.page.vue') }
  ],
  rail: { label: '证明表单', to: 'certificates', order: 50 }
})
