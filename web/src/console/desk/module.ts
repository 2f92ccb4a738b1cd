import type { Module } from '../module'
import { t } from './messages'

export const desk: Module = {
  path: '/desk',
  label: t.title,
  icon: 'M4 16h12M6 13l8-8 2 2-8 8H6z',
  permission: 'BILL_ISSUE',
  routes: [
    { path: 'desk', component: () => import('./desk-page.vue'), meta: { title: t.title, permission: 'BILL_ISSUE' } },
    {
      path: 'desk/batch',
      component: () => import('./batch-page.vue'),
      meta: { title: t.batch, permission: 'BILL_ISSUE' },
    },
  ],
}
