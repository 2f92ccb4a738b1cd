import type { RouteRecordRaw } from 'vue-router'
import { d } from '../access/messages'
import { t } from './messages'

/** Everybody has these; they stand behind the bell and the name, not in the menu. */
export const personal: RouteRecordRaw[] = [
  { path: 'notices', component: () => import('./notices-page.vue'), meta: { title: t.title } },
  { path: 'settings', component: () => import('./settings-page.vue'), meta: { title: t.settings } },
  { path: 'settings/delegations', component: () => import('../access/delegations-page.vue'), meta: { title: d.title } },
]
