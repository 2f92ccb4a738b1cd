import { access, auditing } from './access/module'
import { booking } from './booking/module'
import { channels } from './channels/module'
import { desk } from './desk/module'
import { files } from './files/module'
import { help } from './help/module'
import { home } from './home/module'
import { intake } from './intake/module'
import { approvals, issuing } from './issuing/module'
import { masterdata } from './masterdata/module'
import type { Module } from './module'
import { numbering } from './numbering/module'
import { offline } from './offline/module'
import { paper } from './paper/module'
import { prepayment } from './prepayment/module'
import { statistics } from './statistics/module'
import { system } from './system/module'
import { transit } from './transit/module'
import { units } from './units/module'

/** In the order of the menu. */
export const modules: readonly Module[] = [
  home,
  desk,
  issuing,
  approvals,
  paper,
  prepayment,
  booking,
  offline,
  transit,
  statistics,
  numbering,
  intake,
  masterdata,
  channels,
  units,
  system,
  access,
  auditing,
  files,
  help,
]
