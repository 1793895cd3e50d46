import { config } from '@escalated/api'
import { deskRoutes } from '@escalated/desk'
import { guestRoutes } from '@escalated/guest'
import { portalRoutes } from '@escalated/portal'
import { takeLinkSecret, useSession } from '@escalated/ui'
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteLocationRaw } from 'vue-router'

import { i18n, loadAreas, type Area } from './i18n'

declare module 'vue-router' {
  interface RouteMeta {
    /** Whose messages the page needs, apart from those of `ui` and `app`. */
    areas?: Area[]
    /** What the secret is called that stands in the fragment of a mailed link to this page. */
    secret?: string
    /** Open without signing in: to visitors alone, or to everybody. */
    open?: 'visitors' | 'everybody'
    /** For staff alone. */
    staff?: boolean
    /** Message key of the page's title. */
    title?: string
  }
}

export const router = createRouter({
  history: createWebHistory(config.prefix),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', name: 'home', component: () => import('./NotFoundPage.vue') },
    { path: '/login', name: 'login', component: () => import('./LoginPage.vue'), meta: { open: 'visitors', title: 'auth.signIn' } },
    { path: '/signup', name: 'signup', component: () => import('./SignupPage.vue'), meta: { open: 'visitors', title: 'auth.signUp' } },
    // Mailed links name these two at the root: the server shows the application there as well.
    { path: '/verify-email', name: 'verify', component: () => import('./VerifyEmailPage.vue'), meta: { open: 'everybody', secret: 'token', title: 'auth.verify' } },
    { path: '/password-reset', name: 'reset', component: () => import('./PasswordResetPage.vue'), meta: { open: 'everybody', secret: 'token', title: 'auth.reset' } },
    ...guestRoutes,
    ...portalRoutes,
    ...deskRoutes,
    { path: '/:rest(.*)*', name: 'lost', component: () => import('./NotFoundPage.vue'), meta: { title: 'app.notFound' } },
  ],
})

/** Here and not in the page: the router would put the fragment back into the history when one goes on. */
router.beforeEach(({ path, query, hash, meta }) => {
  if (meta.secret && takeLinkSecret(path, hash, meta.secret)) return { path, query, replace: true }
})

router.beforeEach(async (to) => {
  const session = useSession()
  const [messages] = await Promise.allSettled([loadAreas(to.meta.areas ?? []), session.ready()])
  if (messages.status === 'rejected') throw messages.reason
  return gate(to, session.me !== null, session.isStaff)
})

router.afterEach((to) => {
  const { t } = i18n.global
  document.title = to.meta.title ? `${t(to.meta.title)} – ${config.name}` : config.name
})

/** Where a visitor is sent instead; true where the page is theirs to see. */
function gate(to: RouteLocationNormalized, signedIn: boolean, staff: boolean): RouteLocationRaw | true {
  const home = staff ? '/agent/tickets/' : '/tickets/'
  if (to.meta.open === 'everybody') return true
  if (!signedIn) return to.meta.open ? true : loginFor(to.fullPath)
  if (to.name === 'home' || to.meta.open) return typeof to.query.next === 'string' ? to.query.next : home
  return to.meta.staff && !staff ? home : true
}

export function loginFor(path: string): RouteLocationRaw {
  return { name: 'login', query: path === '/' ? {} : { next: path } }
}
