import type { Module } from '../module'
import { t } from './messages'

export const home: Module = {
  path: '/home',
  label: t.title,
  icon: 'M3 9.500 10 3.500l7 6M5 8.200V16.500h10V8.200M8.500 16.500v-4.500h3v4.500',
  permission: 'HOME_READ',
  routes: [
    { path: 'home', component: () => import('./home-page.vue'), meta: { title: t.title, permission: 'HOME_READ' } },
  ],
}
