import type { Module } from '../module'
import { t } from './messages'

export const booking: Module = {
  path: '/bookings',
  label: t.title,
  icon: 'M4 3h9l3 3v11H4zM7 8h6M7 11h6M7 14h3',
  permission: 'BOOKING_READ',
  routes: [
    {
      path: 'bookings',
      component: () => import('./bookings-page.vue'),
      meta: { title: t.title, permission: 'BOOKING_READ' },
    },
  ],
}
