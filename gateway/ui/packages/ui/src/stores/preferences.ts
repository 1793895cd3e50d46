import { applyAppearance, keepAppearance, storedAppearance, type Density, type Theme } from '@escalated/tokens'
import { defineStore } from 'pinia'
import { reactive, ref, watch } from 'vue'

const KEYS = 'escalated.single-keys'
const PANES = 'escalated.panes'

export interface Panes {
  rail: boolean
  context: boolean
  listWidth: number
}

/** What a person sets for this browser: look, keys, widths of panes. */
export const usePreferences = defineStore('preferences', () => {
  const appearance = reactive(storedAppearance())
  const singleKeys = ref(localStorage.getItem(KEYS) !== 'off')
  const panes = reactive<Panes>({ rail: true, context: true, listWidth: 380, ...storedPanes() })

  watch(
    appearance,
    (value) => {
      applyAppearance(value)
      keepAppearance(value)
    },
    { immediate: true },
  )
  watch(singleKeys, (on) => localStorage.setItem(KEYS, on ? 'on' : 'off'))
  watch(panes, (value) => localStorage.setItem(PANES, JSON.stringify(value)))

  return {
    appearance,
    singleKeys,
    panes,
    setTheme: (theme: Theme) => (appearance.theme = theme),
    setDensity: (density: Density) => (appearance.density = density),
  }
})

function storedPanes(): Partial<Panes> {
  try {
    return JSON.parse(localStorage.getItem(PANES) ?? '{}')
  } catch {
    return {}
  }
}
