import { ApiError, isConflict, newActKey, replyTo, showTicket, type Message, type Ticket, type TimelineEntry } from '@escalated/api'
import { draftsOf, toast, useFiles, useSession } from '@escalated/ui'
import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'

import { patchTicket } from './ticketCache'

export type ComposeKind = 'reply' | 'note'

/** What is being written on a ticket: kept as a draft, shown at once when sent, taken back when it could not be. */
export function useComposer(ticket: Ref<Ticket>, kind: Ref<ComposeKind>) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const me = useSession().me!
  const drafts = draftsOf(me.id)
  const text = ref('')
  const busy = ref(false)
  /** Somebody wrote while we did: send all the same, or look first. */
  const collision = ref<{ send: () => void; look: () => void } | null>(null)
  const files = useFiles()
  let key = newActKey()

  watch([() => ticket.value.id, kind], ([id, now]) => (text.value = drafts.read(id, now)), { immediate: true })
  watch(() => ticket.value.id, files.clear)
  watch(text, (now) => {
    key = newActKey()
    drafts.write(ticket.value.id, kind.value, now)
  })

  const ready = computed(() => text.value.trim() !== '' && !busy.value && !files.busy.value)

  async function send(status?: string): Promise<void> {
    if (!ready.value) return
    const seen = ticket.value
    const body = { body: text.value, internal: kind.value === 'note', attachments: files.ids.value, ...(status ? { status } : {}) }
    const pending = pendingEntry(seen, body.body, body.internal)
    busy.value = true
    showPending(seen.id, pending)
    try {
      const after = await post(seen, body)
      if (after) sent(seen, after)
    } catch (error) {
      failed(error)
    } finally {
      dropPending(seen.id, pending)
      void queries.invalidateQueries({ queryKey: ['conversation', seen.id] })
      busy.value = false
    }
  }

  async function post(seen: Ticket, body: Parameters<typeof replyTo>[1]): Promise<{ ticket: Ticket; message: Message } | null> {
    try {
      return await replyTo(seen.id, body, { version: seen.version, key })
    } catch (error) {
      if (!isConflict(error)) throw error
    }
    const current = await showTicket(seen.id)
    patchTicket(queries, seen.id, () => current)
    const quiet = current.last_message_at === seen.last_message_at
    if (!quiet && !(await askCollision())) return null
    key = newActKey() // the refused try was answered: this is another one
    return replyTo(seen.id, body, { version: current.version, key })
  }

  function askCollision(): Promise<boolean> {
    return new Promise((resolve) => {
      const answer = (send: boolean) => (): void => {
        collision.value = null
        resolve(send)
      }
      collision.value = { send: answer(true), look: answer(false) }
    })
  }

  function sent(seen: Ticket, after: { ticket: Ticket; message: Message }): void {
    drafts.remove(seen.id, after.message.kind)
    if (ticket.value.id === seen.id) text.value = ''
    files.clear()
    patchTicket(queries, seen.id, () => after.ticket)
    queries.setQueryData<TimelineEntry[]>(['conversation', seen.id], (entries) => entries && [...entries, { kind: 'message', at: after.message.created_at, message: after.message }])
    void queries.invalidateQueries({ queryKey: ['counts'] })
    toast('success', t(after.message.kind === 'note' ? 'composer.noted' : 'composer.sent'))
  }

  function failed(error: unknown): void {
    if (!(error instanceof ApiError)) throw error
    toast('danger', t('composer.failed', { reason: error.status === 0 ? t('errors.network') : error.message }))
  }

  function showPending(id: string, entry: TimelineEntry): void {
    queries.setQueryData<TimelineEntry[]>(['conversation', id], (entries) => entries && [...entries, entry])
  }

  function dropPending(id: string, entry: TimelineEntry): void {
    queries.setQueryData<TimelineEntry[]>(['conversation', id], (entries) => entries?.filter((item) => item !== entry && item.message?.id !== entry.message?.id))
  }

  function pendingEntry(seen: Ticket, body: string, internal: boolean): TimelineEntry {
    const at = new Date().toISOString()
    const author = { id: me.id, name: me.name, kind: 'agent' as const }
    const message: Message = { id: `pending:${key}`, ticket_id: seen.id, kind: internal ? 'note' : 'reply', author, body_html: '', body_text: body, channel: 'web', created_at: at, attachments: [], pinned: false }
    return { kind: 'message', at, message }
  }

  return { text, busy, ready, send, files, collision }
}
