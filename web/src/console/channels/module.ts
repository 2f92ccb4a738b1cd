import type { Module } from '../module'
import { t } from './messages'

/** 消息通道: the unit's accounts for WeChat, SMS and mail, and what became of the notices sent on by them. */
export const channels: Module = {
  path: '/channels',
  label: t.title,
  icon: 'M3 5h14v10H3zM3.500 5.500l6.500 5 6.500-5M3.500 14.500l4.500-4.500M16.500 14.500l-4.500-4.500',
  permission: 'CHANNELS_READ',
  routes: [
    {
      path: 'channels',
      component: () => import('./channels-page.vue'),
      meta: { title: t.title, permission: 'CHANNELS_READ' },
    },
    {
      path: 'channels/log',
      component: () => import('./forwardings-page.vue'),
      meta: { title: t.log, permission: 'CHANNELS_READ' },
    },
  ],
}
