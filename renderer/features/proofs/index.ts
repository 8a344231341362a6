/** The door of 证明核验: what people bring is checked at the counter, and what was found out about it is kept. */
import { defineFeature, offerPersonAction } from '@renderer/app'

export const feature = defineFeature({
  id: 'proofs',
  needs: 'proofs.check',
  routes: [{ path: '/proofs', name: 'proofs', component: () => import('./proofs.page.vue') }],
  rail: { label: '证明核验', to: 'proofs', order: 55 }
})

offerPersonAction({
  id: 'proofs.check',
  label: '核验证明',
  needs: 'proofs.check',
  to: ([person]) => ({ name: 'proofs', query: person === undefined ? {} : { person } })
})
