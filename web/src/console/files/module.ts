import type { Module } from '../module'
import { t } from './messages'

/** 文件中心: whatever was made or received for people, and who took it. */
export const files: Module = {
  path: '/files',
  label: t.title,
  icon: 'M2.500 5.500v10h15v-8.500h-8l-2-2.500h-5zM2.500 9h15',
  permission: 'FILES_READ',
  routes: [
    {
      path: 'files',
      component: () => import('./files-page.vue'),
      meta: { title: t.title, permission: 'FILES_READ' },
    },
  ],
}
