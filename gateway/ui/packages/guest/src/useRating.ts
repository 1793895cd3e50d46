import { guestTicket, newActKey, rateAsGuest, rateByLink, rateTicket, showTicket, type Rating, type Ticket } from '@escalated/api'
import { dropLinkSecret, linkSecret, reasonOf, useSession } from '@escalated/ui'
import { computed, reactive, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'

import { grant as guest, withGrant } from './grant'
import { hindranceOf, outcomeOf, type Outcome } from './rating'

/** One rating of one ticket: by the mailed link's grant, else by the session, else by a guest's grant. Reading rates
    nothing; what stands in the way is asked of the ticket where it may be read, and else told by the refusal. */
export function useRating(ticketId: string, path: string) {
  const { t } = useI18n()
  const session = useSession()
  const state = ref<Outcome | 'asking' | 'form'>('asking')
  const ticket = ref<Ticket | null>(null)
  const rating = reactive<{ score: number | null; comment: string }>({ score: null, comment: '' })
  const failure = ref('')
  const busy = ref(false)
  /** Where the ticket can be looked at afterwards, by whoever may. */
  const ticketPath = computed(() => (session.me ? `/tickets/${ticketId}/` : guest.value ? `/guest/tickets/${ticketId}/` : null))
  let key = newActKey()

  // Another rating is another act: only sending the very same again reuses the key.
  watch(rating, () => (key = newActKey()), { flush: 'sync' })

  async function begin(): Promise<void> {
    failure.value = ''
    ticket.value = null
    if (linkSecret(path)) return void (state.value = 'form')
    if (!session.me && !guest.value) return void (state.value = 'signIn')
    state.value = 'asking'
    try {
      ticket.value = await (session.me ? showTicket(ticketId, '') : withGrant((token) => guestTicket(token, ticketId)))
      state.value = hindranceOf(ticket.value, session.me?.email ?? guest.value?.email) ?? 'form'
    } catch (error) {
      refused(error)
    }
  }

  async function send(): Promise<void> {
    if (busy.value || rating.score === null) return
    busy.value = true
    failure.value = ''
    try {
      await post({ score: rating.score, comment: rating.comment.trim() })
      dropLinkSecret(path)
      state.value = 'thanks'
    } catch (error) {
      refused(error)
    } finally {
      busy.value = false
    }
  }

  function post(given: Rating): Promise<void> {
    const link = linkSecret(path)
    if (link) return rateByLink(link, given, key)
    return session.me ? rateTicket(ticketId, given, key) : withGrant((token) => rateAsGuest(token, ticketId, given, key))
  }

  function refused(error: unknown): void {
    const outcome = outcomeOf(error)
    if (outcome === null) failure.value = reasonOf(error, t)
    else dropLinkSecret(path)
    // A dead link is no loss to whoever may rate without it.
    if (outcome === 'expired' && (session.me || guest.value)) return void begin()
    state.value = outcome ?? (state.value === 'asking' ? 'asking' : 'form')
  }

  return { state, ticket, rating, failure, busy, ticketPath, begin, send }
}
