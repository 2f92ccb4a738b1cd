import type { Module } from '../module'
import { t } from './messages'

export const statistics: Module = {
  path: '/statistics',
  label: t.title,
  icon: 'M3 17h14M5 17V10M9 17V5M13 17V8M17 17V3',
  permission: 'STATISTICS_READ',
  routes: [
    {
      path: 'statistics',
      component: () => import('./report-page.vue'),
      meta: { title: t.title, permission: 'STATISTICS_READ' },
    },
    {
      path: 'statistics/trend',
      component: () => import('./trend-page.vue'),
      meta: { title: t.trend, permission: 'STATISTICS_READ' },
    },
  ],
}
