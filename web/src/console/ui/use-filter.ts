import { computed, reactive, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * 筛选 The page's filter, kept in its address: it survives a reload, can be sent to a colleague and saved under a name. What
 * equals its default stays out of the address; a change of the filter leads back to the first page.
 */
export function useFilter<T extends Record<string, string>>(defaults: T) {
  const route = useRoute()
  const router = useRouter()
  const path = route.path
  const names = Object.keys(defaults) as (keyof T & string)[]
  const said = (name: string) => (typeof route.query[name] === 'string' ? (route.query[name] as string) : undefined)
  const read = () => Object.fromEntries(names.map((name) => [name, said(name) ?? defaults[name]])) as T
  const readPage = () => Math.max(1, Math.trunc(Number(said('page'))) || 1)

  const filter = reactive(read()) as T
  const pageNo = ref(readPage())

  function write() {
    const query: Record<string, string> = {}
    for (const name of names) {
      // A cleared choice comes as undefined.
      const value = String(filter[name] ?? '').trim()
      if (value !== defaults[name]) query[name] = value
    }
    if (pageNo.value > 1) query.page = String(pageNo.value)
    if (new URLSearchParams(query).toString() !== new URLSearchParams(route.query as Record<string, string>).toString())
      void router.replace({ query })
  }
  const differs = (from: T) => names.some((name) => (filter[name] ?? '') !== from[name])
  watch(
    () => ({ ...filter }),
    () => {
      if (!differs(read())) return
      pageNo.value = 1
      write()
    },
  )
  watch(pageNo, write)
  watch(
    () => route.query,
    () => {
      if (route.path !== path) return
      const now = read()
      // What is being typed keeps its blanks.
      for (const name of names) if (String(filter[name] ?? '').trim() !== now[name]) filter[name] = now[name]
      pageNo.value = readPage()
    },
  )
  return { filter, pageNo }
}

/** 日期范围 Two parts of a filter as the date picker takes them. */
export const useDays = (filter: { from: string; until: string }) =>
  computed({
    get: (): [string, string] | undefined => (filter.from && filter.until ? [filter.from, filter.until] : undefined),
    set: (days: [string, string] | undefined | null) => {
      filter.from = days?.[0] ?? ''
      filter.until = days?.[1] ?? ''
    },
  })
