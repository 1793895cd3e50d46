import { logout, whoAmI, type Me } from '@escalated/api'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

/** Who is signed in. The tokens themselves are in HttpOnly cookies that no script reads. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  const isStaff = computed(() => me.value?.is_staff ?? false)
  let asked: Promise<void> | null = null

  /** Ask the server once; later calls share the answer. */
  function ready(): Promise<void> {
    asked ??= whoAmI().then(
      (who) => {
        me.value = who
      },
      (error) => {
        asked = null // the next navigation asks again
        throw error
      },
    )
    return asked
  }

  function enter(who: Me): void {
    me.value = who
    asked = Promise.resolve()
  }

  function forget(): void {
    me.value = null
  }

  async function leave(): Promise<void> {
    await logout()
    forget()
  }

  return { me, isStaff, ready, enter, forget, leave }
})
