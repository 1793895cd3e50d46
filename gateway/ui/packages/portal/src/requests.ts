/** What the pages of people with and without an account share. */
export { default as RequestRows } from './RequestRows.vue'
export { default as RequestView } from './RequestView.vue'
export type * from './source'
