/** What floats above the page; apart from the rest, so that the portal does not load it. */
export { default as EDialog } from './EDialog.vue'
export { default as EMenu } from './EMenu.vue'
export { default as EPick } from './EPick.vue'
export * from './menu'
export * from './pick'
