import type { Module } from '../module'
import { t } from './messages'

export const paper: Module = {
  path: '/paper',
  label: t.title,
  icon: 'M5 8V3h10v5M5 14H3V8h14v6h-2M6 12h8v5H6z',
  permission: 'PAPER_READ',
  routes: [
    { path: 'paper', component: () => import('./papers-page.vue'), meta: { title: t.title, permission: 'PAPER_READ' } },
  ],
}
