import type { Module } from '../module'
import { t } from './messages'

export const prepayment: Module = {
  path: '/prepayments',
  label: t.title,
  icon: 'M3 6h14v9H3zM3 9h14M6 12.500h4',
  permission: 'PREPAY_READ',
  routes: [
    {
      path: 'prepayments',
      component: () => import('./prepayments-page.vue'),
      meta: { title: t.title, permission: 'PREPAY_READ' },
    },
  ],
}
