/** Stands in for vue-demi, which vue-query imports: its namespace import of Vue would keep all of Vue in the bundle. */
export * from 'vue'
export const isVue2 = false
export const isVue3 = true
