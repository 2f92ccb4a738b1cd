import { ElMessage } from 'element-plus'
import 'element-plus/es/components/message/style/css'
import { computed, type Ref } from 'vue'
import { Problem } from '../../shared/problem'
import { u } from './messages'
import type { User } from './use-access'

/** A dialog about what one user has: it is open as long as there is one. */
export function useUserDialog(of: Ref<User | undefined>) {
  return {
    id: computed(() => of.value?.id ?? ''),
    open: computed({
      get: () => of.value !== undefined,
      set: (shown) => {
        if (!shown) of.value = undefined
      },
    }),
    /** Says that it was done, or else why not. */
    async said(act: Promise<unknown>) {
      try {
        await act
        ElMessage.success(u.saved)
      } catch (thrown) {
        ElMessage.error(Problem.from(thrown).message)
      }
    },
  }
}
