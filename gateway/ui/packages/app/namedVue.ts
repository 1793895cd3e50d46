import type { Plugin } from 'vite'

/** Modules that import all of Vue to look one name up in it: with that name alone, the rest can leave the bundle
    (measured: 14 kB gzip). The build fails when one of them no longer has the import this replaces. */
const LOOKUPS: readonly { file: RegExp; name: string }[] = [
  { file: /vue-i18n\.runtime\.mjs$/, name: 'getCurrentInstance' },
  { file: /reka-ui\/dist\/shared\/useId\.js$/, name: 'useId' },
]
const NAMESPACE = /import \* as (\w+) from ["']vue["'];/

export function namedVue(): Plugin {
  return {
    name: 'named-vue',
    apply: 'build',
    transform(code, id) {
      const lookup = LOOKUPS.find(({ file }) => file.test(id.split('?')[0]!))
      if (!lookup) return null
      if (!NAMESPACE.test(code)) this.error(`${id} imports Vue otherwise now: see namedVue.ts`)
      const named = `import { ${lookup.name} as $named } from 'vue'; const $1 = { ${lookup.name}: $named };`
      return { code: code.replace(NAMESPACE, named), map: null }
    },
  }
}
