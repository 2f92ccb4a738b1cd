import type { Module } from '../module'
import { t, tabs } from './messages'

export const masterdata: Module = {
  path: '/basics',
  label: t.title,
  icon: 'M4 4.500h12v3.500H4zM4 12h5v3.500H4zM12 12h4v3.500h-4zM10 8v2M6.500 12v-2h7.500v2',
  permission: 'BASICS_READ',
  routes: [
    {
      path: 'basics',
      component: () => import('./basics-frame.vue'),
      meta: { title: t.title, permission: 'BASICS_READ' },
      children: [
        { path: '', redirect: '/basics/points' },
        { path: 'points', component: () => import('./points-page.vue'), meta: { title: tabs.points } },
        { path: 'items', component: () => import('./items-page.vue'), meta: { title: tabs.items } },
        { path: 'channels', component: () => import('./channels-page.vue'), meta: { title: tabs.channels } },
        { path: 'unit', component: () => import('./unit-page.vue'), meta: { title: tabs.unit } },
        { path: 'policy', component: () => import('./policy-page.vue'), meta: { title: tabs.policy } },
        { path: 'callers', component: () => import('./callers-page.vue'), meta: { title: tabs.callers } },
        { path: 'mappings', component: () => import('./mappings-page.vue'), meta: { title: tabs.mappings } },
        { path: 'bureau', component: () => import('./bureau-page.vue'), meta: { title: tabs.bureau } },
        { path: 'seals', component: () => import('./seals-page.vue'), meta: { title: tabs.seals } },
        { path: 'forms', component: () => import('./forms-page.vue'), meta: { title: tabs.forms } },
        { path: 'forms/:id', component: () => import('./form-page.vue'), props: true, meta: { title: tabs.forms } },
      ],
    },
  ],
}
