import type { QueryClient } from '@tanstack/vue-query'
import { createRouter, createWebHashHistory, type RouteRecordRaw, type Router } from 'vue-router'
import type { Me } from '../shared/api'
import { isBack } from './access/returned'
import { meQuery } from './access/use-me'
import { modules } from './modules'
import { personal } from './notices/module'

const TITLE = '医票'

/** Where a user may go first; someone without any page still sees the frame with an explanation. */
export function firstPage(me: Me): string {
  return modules.find((module) => module.permission && me.permissions.includes(module.permission))?.path ?? '/none'
}

export function makeRouter(queries: QueryClient): Router {
  const routes: RouteRecordRaw[] = [
    {
      path: '/login',
      name: 'login',
      component: () => import('./access/login-page.vue'),
      meta: { open: true, title: '登录' },
    },
    {
      path: '/',
      component: () => import('./frame.vue'),
      children: [
        ...modules.flatMap((module) => module.routes),
        ...personal,
        { path: 'none', component: () => import('./access/nothing-page.vue'), meta: { title: '没有可用页面' } },
        { path: ':rest(.*)*', component: () => import('./access/missing-page.vue'), meta: { title: '没有这个页面' } },
      ],
    },
  ]
  const router = createRouter({
    history: createWebHashHistory(),
    routes,
    scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
  })

  router.beforeEach(async (to) => {
    if (to.meta.open) return true
    if (isBack('in')) return { name: 'login' }
    let me: Me
    try {
      me = await queries.ensureQueryData(meQuery)
    } catch {
      return { name: 'login', query: to.fullPath === '/' ? {} : { back: to.fullPath } }
    }
    // Back from the identity provider, where the person went from the own settings.
    if (isBack('link') && to.path !== '/settings') return '/settings'
    if (to.path === '/') return firstPage(me)
    const needed = to.meta.permission
    return needed && !me.permissions.includes(needed) ? '/none' : true
  })
  router.afterEach((to) => {
    document.title = to.meta.title ? `${to.meta.title} · ${TITLE}` : TITLE
  })
  return router
}
