import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import '../shared/theme.css'
import './payer.css'
import App from './app.vue'

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/p/:token', component: () => import('./bill/bill-page.vue'), meta: { title: '医疗电子票据' } },
    { path: '/check', component: () => import('./check/check-page.vue'), meta: { title: '票据查验' } },
    { path: '/verify', component: () => import('./verify/verify-page.vue'), meta: { title: '文件验真' } },
    { path: '/family', component: () => import('./family/family-page.vue'), meta: { title: '家人票夹' } },
    { path: '/:rest(.*)*', redirect: '/check' },
  ],
  scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
})
router.afterEach((to) => {
  document.title = String(to.meta.title ?? '医疗电子票据')
})

createApp(App).use(router).mount('#app')

// Keeps the pages and the trusted roots for use without a network; a browser without it works online only.
if ('serviceWorker' in navigator && import.meta.env.PROD) {
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/payer-sw.js', { scope: '/' }).catch(() => {})
  })
}
