import type { Module } from '../module'
import { n } from './messages'

/** 单位: hospitals of this installation, opened step by step. */
export const units: Module = {
  path: '/units',
  label: n.title,
  icon: 'M3.500 17V6l6-3v14M9.500 8.500l7 2V17M2 17h16M6 8v.5M6 11v.5M6 14v.5M13 12.500v.5M13 15v.5',
  permission: 'UNITS_READ',
  routes: [
    { path: 'units', component: () => import('./units-page.vue'), meta: { title: n.title, permission: 'UNITS_READ' } },
    {
      path: 'units/:unit',
      component: () => import('./opening-page.vue'),
      props: true,
      meta: { title: n.title, permission: 'UNITS_READ' },
    },
  ],
}
