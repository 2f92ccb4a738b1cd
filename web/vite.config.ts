import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vitest/config'
import { compress } from './build/compress.ts'
import { early } from './build/early.ts'
import { firstViewGroups } from './build/first-view.ts'
import { offlineShell } from './build/offline-shell.ts'
import { openApi } from './build/open-api.ts'
import { mockPlatform } from './mock/mock-platform.ts'

/** `PLATFORM=http://127.0.0.1:8080 npm run dev` talks to a running platform, otherwise to the synthetic one. */
const platform = process.env.PLATFORM

export default defineConfig({
  appType: 'mpa',
  plugins: [
    // The component compiler does not know this element of HTML yet.
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'search' } } }),
    components({
      dts: 'src/components.d.ts',
      dirs: [],
      resolvers: [ElementPlusResolver({ importStyle: 'css' })],
    }),
    offlineShell(),
    early(),
    openApi(),
    compress(),
    mockPlatform(platform === undefined),
  ],
  server: {
    port: 18600,
    fs: { allow: ['..'] },
    proxy: platform === undefined ? {} : { '/api': { target: platform, changeOrigin: true } },
  },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: ['console.html', 'payer.html'],
      output: { codeSplitting: { groups: firstViewGroups() } },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
