import type { RouteRecordRaw } from 'vue-router'

export const portalRoutes: RouteRecordRaw[] = [
  {
    path: '/tickets/',
    component: () => import('./PortalLayout.vue'),
    meta: { areas: ['portal'] },
    children: [
      { path: '', name: 'portal.tickets', component: () => import('./TicketsPage.vue'), meta: { title: 'portal.mine' } },
      { path: 'create/', name: 'portal.create', component: () => import('./NewTicketPage.vue'), meta: { title: 'portal.new' } },
      { path: ':ticket/', name: 'portal.ticket', component: () => import('./TicketPage.vue'), props: true, meta: { title: 'portal.ticket' } },
    ],
  },
]
