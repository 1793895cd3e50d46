import { reactive, readonly } from 'vue'

export interface Toast {
  id: number
  tone: 'info' | 'success' | 'danger'
  text: string
  action?: { label: string; run: () => void }
}

const shown = reactive<Toast[]>([])
const timers = new Map<number, number>()
const MAX = 4
let last = 0

export const toasts = readonly(shown)

export function toast(tone: Toast['tone'], text: string, action?: Toast['action']): void {
  last += 1
  shown.push({ id: last, tone, text, action })
  if (shown.length > MAX) dismissToast(shown[0]!.id)
  letGo(last, tone)
}

export function dismissToast(id: number): void {
  holdToast(id)
  const at = shown.findIndex((item) => item.id === id)
  if (at !== -1) shown.splice(at, 1)
}

/** Stays while it is pointed at or focused. */
export function holdToast(id: number): void {
  window.clearTimeout(timers.get(id))
  timers.delete(id)
}

export function letGo(id: number, tone: Toast['tone']): void {
  timers.set(id, window.setTimeout(() => dismissToast(id), tone === 'danger' ? 9000 : 5000))
}
