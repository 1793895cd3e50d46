import { ApiError, uploadFile, type Attachment } from '@escalated/api'
import { computed, onScopeDispose, reactive } from 'vue'

export interface Upload {
  key: number
  file: File
  progress: number
  state: 'sending' | 'done' | 'failed'
  reason: string
  attachment: Attachment | null
}

export type UploadRefusal = 'too_many' | 'too_large'

export const MAX_FILES = 5
export const MAX_BYTES = 10_240 * 1024

type Send = (file: File, progress: (part: number) => void, signal: AbortSignal) => Promise<Attachment>

/** Files on their way up, to be attached by id when the form is sent; without `send` they wait for the form. */
export function useUploads(refused: (file: File, why: UploadRefusal) => void, send: Send | null = uploadFile) {
  const uploads = reactive<Upload[]>([])
  const aborts = new Map<number, AbortController>()
  let last = 0

  function add(files: Iterable<File>): void {
    for (const file of files) {
      if (uploads.length >= MAX_FILES) refused(file, 'too_many')
      else if (file.size > MAX_BYTES) refused(file, 'too_large')
      else void start(file)
    }
  }

  async function start(file: File): Promise<void> {
    last += 1
    uploads.push({ key: last, file, progress: 0, state: 'sending', reason: '', attachment: null })
    if (send) await run(uploads.at(-1)!)
    else uploads.at(-1)!.state = 'done'
  }

  async function run(upload: Upload): Promise<void> {
    const abort = new AbortController()
    aborts.set(upload.key, abort)
    upload.state = 'sending'
    try {
      upload.attachment = await send!(upload.file, (part) => (upload.progress = part), abort.signal)
      upload.state = 'done'
    } catch (error) {
      if (abort.signal.aborted) return
      upload.state = 'failed'
      upload.reason = error instanceof ApiError && error.status > 0 ? error.message : ''
    }
  }

  function remove(key: number): void {
    aborts.get(key)?.abort()
    const at = uploads.findIndex((upload) => upload.key === key)
    if (at !== -1) uploads.splice(at, 1)
  }

  function clear(): void {
    for (const { key } of [...uploads]) remove(key)
  }

  onScopeDispose(clear)

  return {
    uploads,
    add,
    retry: run,
    remove,
    clear,
    busy: computed(() => uploads.some((upload) => upload.state === 'sending')),
    files: computed(() => uploads.map(({ file }) => file)),
    ids: computed(() => uploads.flatMap((upload) => (upload.attachment ? [upload.attachment.id] : []))),
  }
}
