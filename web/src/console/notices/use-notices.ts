import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue'
import type { Answer, Query } from '../../shared/api'
import { client, told } from '../../shared/client'
import { meQuery } from '../access/use-me'
import { preferred } from './preferred'

export type Notice = Answer<'/api/console/notices', 'get'>['rows'][number]
export type Settings = Answer<'/api/console/me/settings', 'get'>
export type Subscription = Answer<'/api/console/me/subscriptions', 'get'>[number]

/** A minute: then the platform is told how long nobody has touched the page. */
const IDLE_MS = 60_000

/** 未读数, live: the platform tells it within a second; when it no longer lets us listen, we have been sent out. */
export function useUnread() {
  const unread = ref(0)
  const queries = useQueryClient()
  let source: EventSource | undefined
  let idle = 0
  function listen() {
    source = new EventSource('/api/console/notices/live')
    source.addEventListener('unread', (event) => {
      const now = Number((event as MessageEvent<string>).data)
      if (now !== unread.value) void queries.invalidateQueries({ queryKey: ['notices'] })
      unread.value = now
    })
    source.onerror = () => {
      // A closed stream opens itself again; one that was refused does not, and then we ask why.
      if (source?.readyState === EventSource.CLOSED) void present()
    }
  }
  async function present() {
    source?.close()
    const answer = await client.GET('/api/console/notices/unread').catch(() => undefined)
    if (answer?.response.ok) window.setTimeout(listen, 2_000)
  }
  onMounted(() => {
    listen()
    idle = window.setInterval(() => void client.GET('/api/console/notices/unread').catch(() => {}), IDLE_MS)
  })
  onBeforeUnmount(() => {
    source?.close()
    window.clearInterval(idle)
  })
  return unread
}

export const useNotices = (asked: Ref<Query<'/api/console/notices', 'get'>>) =>
  useQuery({
    queryKey: ['notices', asked],
    queryFn: () => told(client.GET('/api/console/notices', { params: { query: asked.value } })),
    placeholderData: keepPreviousData,
  })

export const useSettings = () =>
  useQuery({ queryKey: ['settings'], queryFn: () => told(client.GET('/api/console/me/settings')), staleTime: 300_000 })

/** 主题、密度与工作台 Puts the person's taste on the page. */
export function useLooks() {
  const { data } = useSettings()
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const theme = data.value?.theme ?? 'LIGHT'
    document.documentElement.classList.toggle('dark', theme === 'DARK' || (theme === 'AUTO' && dark.matches))
    document.documentElement.classList.toggle('compact', data.value?.density === 'COMPACT')
    Object.assign(preferred, { point: data.value?.defaultPoint ?? '', printer: data.value?.printer ?? '' })
  }
  watch(data, apply, { immediate: true })
  onMounted(() => dark.addEventListener('change', apply))
  onBeforeUnmount(() => {
    dark.removeEventListener('change', apply)
    document.documentElement.classList.remove('dark', 'compact')
    Object.assign(preferred, { point: '', printer: '' })
  })
}

export function usePersonal<V, R>(change: (asked: V) => Promise<R>, ...keys: string[]) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      for (const key of keys) await queries.invalidateQueries({ queryKey: [key] })
      if (keys.includes('factor')) await queries.invalidateQueries({ queryKey: meQuery.queryKey })
    },
  })
}

/** 页面密度 As one click anywhere. */
export function useDensity() {
  const { data } = useSettings()
  const save = usePersonal((body: Settings) => told(client.PUT('/api/console/me/settings', { body })), 'settings')
  const compact = computed(() => data.value?.density === 'COMPACT')
  return {
    compact,
    turn() {
      if (data.value) save.mutate({ ...data.value, density: compact.value ? 'COMFORTABLE' : 'COMPACT' })
    },
  }
}
