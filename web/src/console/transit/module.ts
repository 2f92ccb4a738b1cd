import type { Module } from '../module'
import { j, t } from './messages'

export const transit: Module = {
  path: '/transit',
  label: t.title,
  icon: 'M3 10h3.500M8.500 10H12M14 10h3M5 10a1.800 1.800 0 1 0-.01 0M10.200 10a1.800 1.800 0 1 0-.01 0M15.500 10a1.800 1.800 0 1 0-.01 0',
  permission: 'TRANSIT_READ',
  routes: [
    {
      path: 'transit',
      component: () => import('./transit-page.vue'),
      meta: { title: t.title, permission: 'TRANSIT_READ' },
    },
    {
      path: 'transit/jobs',
      component: () => import('./jobs-page.vue'),
      meta: { title: j.title, permission: 'TRANSIT_READ' },
    },
  ],
}
