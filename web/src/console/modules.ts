import { access, auditing } from './access/module'
import { help } from './help/module'
import { home } from './home/module'
import { intake } from './intake/module'
import { issuing } from './issuing/module'
import { masterdata } from './masterdata/module'
import type { Module } from './module'
import { numbering } from './numbering/module'
import { transit } from './transit/module'

/** In the order of the menu. */
export const modules: readonly Module[] = [
  home,
  issuing,
  transit,
  numbering,
  intake,
  masterdata,
  access,
  auditing,
  help,
]
