import type { Module } from '../module'
import { tabs } from './messages'

/** 用户权限: accounts, roles, who is in, and the rules for passwords and sessions. */
export const access: Module = {
  path: '/access',
  label: tabs.access,
  icon: 'M7.500 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.500 16.500c0-3 2.200-5 5-5s5 2 5 5M13 4.200a2.600 2.600 0 0 1 0 5M15 12.200c1.600.7 2.500 2.200 2.500 4.300',
  permission: 'USERS_READ',
  routes: [
    { path: 'access', redirect: '/access/users' },
    {
      path: 'access/users',
      component: () => import('./users-page.vue'),
      meta: { title: tabs.users, permission: 'USERS_READ' },
    },
    {
      path: 'access/roles',
      component: () => import('./roles-page.vue'),
      meta: { title: tabs.roles, permission: 'ROLES_READ' },
    },
    {
      path: 'access/online',
      component: () => import('./online-page.vue'),
      meta: { title: tabs.online, permission: 'SESSIONS_READ' },
    },
    {
      path: 'access/policy',
      component: () => import('./policy-page.vue'),
      meta: { title: tabs.policy, permission: 'POLICY_READ' },
    },
    {
      path: 'access/self-check',
      component: () => import('./self-check-page.vue'),
      meta: { title: tabs.selfCheck, permission: 'POLICY_READ' },
    },
  ],
}

/** 安全审计: what was done and who signed in, for people who do neither. */
export const auditing: Module = {
  path: '/auditing',
  label: tabs.auditing,
  icon: 'M5 3h7l3 3v5M5 3v14h5M8 8h4M8 11h2M13.500 17.500l4-4M11.500 15l2 2.500',
  permission: 'LOGINS_READ',
  routes: [
    { path: 'auditing', redirect: '/auditing/logins' },
    {
      path: 'auditing/logins',
      component: () => import('./logins-page.vue'),
      meta: { title: tabs.logins, permission: 'LOGINS_READ' },
    },
    {
      path: 'auditing/audit',
      component: () => import('./audit-page.vue'),
      meta: { title: tabs.audit, permission: 'AUDIT_READ' },
    },
    {
      path: 'auditing/exports',
      component: () => import('./exports-page.vue'),
      meta: { title: tabs.exports, permission: 'LOGINS_READ' },
    },
  ],
}
