import { fileURLToPath } from 'node:url'

import vueI18n from '@intlify/unplugin-vue-i18n/vite'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

import { namedVue } from './namedVue.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  plugins: [
    vue(),
    tailwindcss(),
    namedVue(),
    // Messages are compiled at build time: the policy forbids making code from strings in the browser.
    vueI18n({ include: here('../*/locales/*.json'), runtimeOnly: true, compositionOnly: true, fullInstall: false, dropMessageCompiler: true }),
  ],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    outDir: here('../../dist'),
    emptyOutDir: true,
    // Assets lie at the gateway's root, whatever ROUTE_PREFIX is; nothing is inlined as data: or as a script.
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome123', 'firefox121', 'safari17.5'],
    manifest: true,
    // What every page needs comes in two files instead of forty; what floats above pages and shows mail stays apart.
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'vendor', test: /node_modules\/(@?vue|vue-i18n|@intlify|vue-router|pinia|openapi-fetch|@tanstack\/(query-core|vue-query))\// },
            { name: 'base', test: /packages\/(ui|api|tokens)\/src\/(?!AuthLayout|guest|E(Dialog|Menu|Pick)|pick|menu|M(essageBody|ailFrame)|sanitize|FileButton|useFiles|upload|UploadTray|DropArea|drafts)/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  // One copy of each, however npm lays the workspaces out: two would not see each other's state.
  resolve: { dedupe: ['vue', 'vue-i18n', 'vue-router', 'pinia', '@tanstack/vue-query'], alias: { 'vue-demi': here('src/vueDemi.ts') } },
  server: { proxy: { '/api': process.env.ESCALATED_URL ?? 'http://127.0.0.1:8080' } },
})
