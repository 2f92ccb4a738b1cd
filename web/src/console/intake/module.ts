import type { Module } from '../module'
import { t } from './messages'

export const intake: Module = {
  path: '/messages',
  label: t.title,
  icon: 'M3.500 5h13v10h-13zM3.500 5.500 10 11l6.500-5.500',
  permission: 'MESSAGES_READ',
  routes: [
    {
      path: 'messages',
      component: () => import('./messages-page.vue'),
      meta: { title: t.title, permission: 'MESSAGES_READ' },
    },
    {
      path: 'messages/parked',
      component: () => import('./parked-page.vue'),
      meta: { title: t.parkedTitle, permission: 'MESSAGES_READ' },
    },
  ],
}
