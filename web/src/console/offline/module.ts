import type { Module } from '../module'
import { t } from './messages'

export const offline: Module = {
  path: '/offline',
  label: t.title,
  icon: 'M3 5h14v8H3zM7 16h6M4 3l12 13',
  permission: 'OFFLINE_READ',
  routes: [
    {
      path: 'offline',
      component: () => import('./offline-page.vue'),
      meta: { title: t.title, permission: 'OFFLINE_READ' },
    },
  ],
}
