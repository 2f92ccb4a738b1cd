import type { Module } from '../module'

export const help: Module = {
  path: '/help',
  label: '帮助',
  icon: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15M7.500 8a2.500 2.500 0 1 1 3.500 2.300c-.7.300-1 .700-1 1.400M10 14.200v.100',
  routes: [
    {
      path: 'help/open-api/try',
      component: () => import('./open-api-page.vue'),
      meta: { title: '开放接口', permission: 'HOME_READ' },
    },
    {
      path: 'help/:page?',
      component: () => import('./help-page.vue'),
      props: true,
      meta: { title: '帮助' },
    },
  ],
}
