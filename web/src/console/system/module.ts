import type { Module } from '../module'
import { s } from './messages'

/** 系统: the installation's settings in force, and what this instance remembers. */
export const system: Module = {
  path: '/system/parameters',
  label: s.title,
  icon: 'M3 5.500h8M15 5.500h2M3 10h3M10 10h7M3 14.500h8M15 14.500h2M13 3.500v4M8 8v4M13 12.500v4',
  permission: 'SYSTEM_READ',
  routes: [
    {
      path: 'system/parameters',
      component: () => import('./parameters-page.vue'),
      meta: { title: s.parameters, permission: 'SYSTEM_READ' },
    },
    {
      path: 'system/caches',
      component: () => import('./caches-page.vue'),
      meta: { title: s.caches, permission: 'SYSTEM_READ' },
    },
  ],
}
