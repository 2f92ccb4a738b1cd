import type { RouteRecordRaw } from 'vue-router'

/** 权限 names as the platform gives them in Me. */
export type Permission =
  | 'HOME_READ'
  | 'BILL_READ'
  | 'BILL_EXPORT'
  | 'BILL_REVERSE'
  | 'TRANSIT_READ'
  | 'TRANSIT_RETRY'
  | 'NUMBERS_READ'
  | 'NUMBERS_MANAGE'
  | 'MESSAGES_READ'
  | 'MESSAGES_REPLAY'
  | 'USERS_READ'
  | 'USERS_MANAGE'
  | 'USERS_RESET'
  | 'ROLES_READ'
  | 'ROLES_MANAGE'
  | 'ROLES_GRANT'
  | 'POLICY_READ'
  | 'POLICY_MANAGE'
  | 'SESSIONS_READ'
  | 'SESSIONS_END'
  | 'LOGINS_READ'
  | 'AUDIT_READ'
  | 'AUDIT_EXPORT'
  | 'EXPORT_APPROVE'
  | 'NOTICES_SEND'
  | 'PAPER_READ'
  | 'PAPER_CONVERT'
  | 'PREPAY_READ'
  | 'PREPAY_MANAGE'
  | 'BILL_ISSUE'
  | 'BASICS_READ'
  | 'BASICS_MANAGE'
  | 'CALLERS_MANAGE'
  | 'FORMS_MANAGE'
  | 'REVERSAL_APPROVE'
  | 'OFFLINE_READ'
  | 'OFFLINE_MANAGE'
  | 'STATISTICS_READ'
  | 'BOOKING_READ'
  | 'BOOKING_MANAGE'
  | 'UNITS_READ'
  | 'UNITS_MANAGE'
  | 'CHANNELS_READ'
  | 'CHANNELS_MANAGE'
  | 'SYSTEM_READ'
  | 'SYSTEM_MANAGE'
  | 'FILES_READ'

/** One entry of the menu with its pages; each mirrors a module of the platform. */
export interface Module {
  path: string
  label: string
  /** Path data of a 20 × 20 outline. */
  icon: string
  /** Without one it is for everybody who has signed in. */
  permission?: Permission
  routes: RouteRecordRaw[]
}

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    permission?: Permission
    /** Shown without signing in. */
    open?: boolean
  }
}
