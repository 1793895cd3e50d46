import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: RouteRecordRaw[] = [
  { path: '/agent/', redirect: '/agent/tickets/' },
  {
    path: '/agent/tickets/:ticket?/',
    name: 'desk',
    component: () => import('./DeskPage.vue'),
    props: true,
    meta: { areas: ['desk'], staff: true, title: 'desk.title' },
  },
]
