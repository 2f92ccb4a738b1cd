import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { onSignedOut } from '../shared/client'
import { Problem } from '../shared/problem'
import '../shared/theme.css'
import './console.css'
import './early'
import App from './app.vue'
import { makeRouter } from './router'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, problem) => failures < 2 && Problem.from(problem).status === 0,
    },
  },
})
const router = makeRouter(queries)

onSignedOut(() => {
  const here = router.currentRoute.value
  if (here.meta.open) return
  queries.clear()
  void router.replace({ name: 'login', query: { back: here.fullPath } })
})

createApp(App).use(VueQueryPlugin, { queryClient: queries }).use(router).mount('#app')
