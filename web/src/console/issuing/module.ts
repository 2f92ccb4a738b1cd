import type { Module } from '../module'
import { t } from './messages'

export const issuing: Module = {
  path: '/bills',
  label: t.title,
  icon: 'M5 3h10v14l-2.500-1.600L10 17l-2.500-1.600L5 17zM8 7h4M8 10.500h4',
  permission: 'BILL_READ',
  routes: [
    { path: 'bills', component: () => import('./bills-page.vue'), meta: { title: t.title, permission: 'BILL_READ' } },
    {
      path: 'bills/:id',
      component: () => import('./bill-page.vue'),
      meta: { title: t.detail, permission: 'BILL_READ' },
    },
  ],
}

export const approvals: Module = {
  path: '/approvals',
  label: t.approvals,
  icon: 'M4 4h12v9H9l-3.500 3v-3H4zM7 8.500l2 2 4-4',
  permission: 'BILL_REVERSE',
  routes: [
    {
      path: 'approvals',
      component: () => import('./approvals-page.vue'),
      meta: { title: t.approvals, permission: 'BILL_REVERSE' },
    },
  ],
}
