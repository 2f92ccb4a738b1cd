import type { RouteRecordRaw } from 'vue-router'
import { t } from './messages'

/** Everybody has these; they stand behind the bell and the name, not in the menu. */
export const personal: RouteRecordRaw[] = [
  { path: 'notices', component: () => import('./notices-page.vue'), meta: { title: t.title } },
  { path: 'settings', component: () => import('./settings-page.vue'), meta: { title: t.settings } },
]
