import type { Component } from 'vue'

export interface MenuAction {
  label: string
  run: () => void
  icon?: Component
  keys?: string
  checked?: boolean
  disabled?: boolean
}

export type MenuItem = MenuAction | { separator: true } | { heading: string }
