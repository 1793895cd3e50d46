import './style.css'

import { ApiError, config, onSignedOut } from '@escalated/api'
import { applyPrimary } from '@escalated/tokens'
import { forgetOldDrafts, SWITCH_LANGUAGE, usePreferences, useSession } from '@escalated/ui'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'

import App from './App.vue'
import { applyLanguage, i18n, loadAreas, switchLanguage } from './i18n'
import { loginFor, router } from './router'

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What the API refused stays refused; only silence and the server's own trouble are asked again.
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
})

const app = createApp(App)
app.use(createPinia())
app.use(i18n)
app.use(VueQueryPlugin, { queryClient })
app.provide(SWITCH_LANGUAGE, switchLanguage)

usePreferences()
applyPrimary(config.primaryColor)
applyLanguage()
forgetOldDrafts()

onSignedOut(() => {
  useSession().forget()
  queryClient.clear()
  const { fullPath, meta } = router.currentRoute.value
  if (!meta.open && fullPath !== '/') void router.replace(loginFor(fullPath))
})

await loadAreas([])
app.use(router)
app.mount('#app')
