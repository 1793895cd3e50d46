import { onScopeDispose, readonly, ref, type Ref } from 'vue'

const now = ref(Date.now())
let users = 0
let timer = 0

/** The time, in ms, ticking once a second while somebody looks: one timer for the whole page. */
export function useNow(): Readonly<Ref<number>> {
  users += 1
  if (users === 1) start()
  onScopeDispose(() => {
    users -= 1
    if (users === 0) window.clearInterval(timer)
  })
  return readonly(now)
}

function start(): void {
  now.value = Date.now()
  timer = window.setInterval(() => {
    if (!document.hidden) now.value = Date.now()
  }, 1000)
}
