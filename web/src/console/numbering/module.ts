import type { Module } from '../module'
import { t, tabs } from './messages'

const label = new Map(tabs)

export const numbering: Module = {
  path: '/numbers',
  label: t.title,
  icon: 'M3.500 6 10 3l6.500 3L10 9zM3.500 10 10 13l6.500-3M3.500 14 10 17l6.500-3',
  permission: 'NUMBERS_READ',
  routes: [
    {
      path: 'numbers',
      component: () => import('./numbers-page.vue'),
      meta: { title: t.title, permission: 'NUMBERS_READ' },
    },
    {
      path: 'numbers/balances',
      component: () => import('./balances-page.vue'),
      meta: { title: label.get('/numbers/balances'), permission: 'NUMBERS_READ' },
    },
    {
      path: 'numbers/documents',
      component: () => import('./documents-page.vue'),
      meta: { title: label.get('/numbers/documents'), permission: 'NUMBERS_READ' },
    },
    {
      path: 'numbers/where',
      component: () => import('./where-page.vue'),
      meta: { title: label.get('/numbers/where'), permission: 'NUMBERS_READ' },
    },
    {
      path: 'numbers/proofs',
      component: () => import('./proofs-page.vue'),
      meta: { title: label.get('/numbers/proofs'), permission: 'NUMBERS_READ' },
    },
    {
      path: 'numbers/segments',
      component: () => import('./segments-page.vue'),
      meta: { title: label.get('/numbers/segments'), permission: 'NUMBERS_READ' },
    },
    {
      path: 'numbers/jumps',
      component: () => import('./jumps-page.vue'),
      meta: { title: label.get('/numbers/jumps'), permission: 'NUMBERS_READ' },
    },
    {
      path: 'numbers/alerts',
      component: () => import('./alerts-page.vue'),
      meta: { title: label.get('/numbers/alerts'), permission: 'NUMBERS_READ' },
    },
    {
      path: 'numbers/usage',
      component: () => import('./usage-page.vue'),
      meta: { title: label.get('/numbers/usage'), permission: 'NUMBERS_READ' },
    },
    {
      path: 'numbers/setup',
      component: () => import('./setup-page.vue'),
      meta: { title: label.get('/numbers/setup'), permission: 'NUMBERS_READ' },
    },
  ],
}
