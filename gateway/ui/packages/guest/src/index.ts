import type { NavigationGuardWithThis, RouteRecordRaw } from 'vue-router'

const toTheDoor: NavigationGuardWithThis<undefined> = async (to) => {
  const { grant } = await import('./grant')
  return grant.value ? true : { name: 'guest.door', query: { next: to.fullPath } }
}

/** Pages of people without an account: what mails link to, and what a code opens. */
export const guestRoutes: RouteRecordRaw[] = [
  {
    path: '/tickets/:ticket/rate',
    name: 'rate',
    component: () => import('./RatePage.vue'),
    props: true,
    meta: { areas: ['guest'], open: 'everybody', secret: 'grant', title: 'rating.title' },
  },
  { path: '/guest/', name: 'guest.door', component: () => import('./DoorPage.vue'), meta: { areas: ['guest'], open: 'everybody', title: 'guest.title' } },
  {
    path: '/guest/tickets/',
    component: () => import('./GuestLayout.vue'),
    beforeEnter: toTheDoor,
    meta: { areas: ['portal', 'guest'], open: 'everybody' },
    children: [
      { path: '', name: 'guest.tickets', component: () => import('./GuestTicketsPage.vue'), meta: { title: 'portal.mine' } },
      { path: ':ticket/', name: 'guest.ticket', component: () => import('./GuestTicketPage.vue'), props: true, meta: { title: 'portal.ticket' } },
    ],
  },
]
