import { ElMessageBox } from 'element-plus'
import 'element-plus/es/components/message-box/style/css'
import { t } from './messages'

/** Asks before something is stopped or made void; true when the person agrees. */
export async function agreed(question: string, act: string = t.stop): Promise<boolean> {
  try {
    await ElMessageBox.confirm(question, act, { confirmButtonText: act, cancelButtonText: t.cancel, type: 'warning' })
    return true
  } catch {
    return false
  }
}
