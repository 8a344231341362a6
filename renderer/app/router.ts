/** Pages by address; hash addresses, because they work alike under every carrier. */
import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import { features } from './features'

declare module 'vue-router' {
  interface RouteMeta {
    /** The feature a page belongs to. */
    feature?: string
  }
}

export function createAppRouter(): Router {
  const routes = features.flatMap((feature) => feature.routes.map((route) => ({ ...route, meta: { ...route.meta, feature: feature.id } })))
  return createRouter({
    history: createWebHashHistory(),
    routes: [...routes, { path: '/:rest(.*)*', name: 'landing', component: () => import('./frame/landing-page.vue') }]
  })
}
