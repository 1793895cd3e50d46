import { config } from './config'
import { ApiError } from './errors'
import { newActKey, refreshSession } from './http'
import type { Attachment } from './types'

/** Upload one file; `progress` hears 0…1. XMLHttpRequest, because fetch tells nothing of what was sent so far. */
export async function uploadFile(file: File, progress: (part: number) => void, signal?: AbortSignal): Promise<Attachment> {
  const key = newActKey()
  try {
    return await postFile(file, key, progress, signal)
  } catch (error) {
    if (error instanceof ApiError && error.status === 401 && (await refreshSession())) {
      return postFile(file, key, progress, signal)
    }
    throw error
  }
}

function postFile(file: File, key: string, progress: (part: number) => void, signal?: AbortSignal): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${config.apiBase}/uploads`)
    request.setRequestHeader('Idempotency-Key', key)
    request.responseType = 'json'
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total)
    request.onload = () =>
      request.status < 300 ? resolve(request.response.data) : reject(new ApiError(request.status, request.response ?? {}))
    request.onerror = () => reject(new ApiError(0, { code: 'network' }))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort())
    const form = new FormData()
    form.append('file', file)
    request.send(form)
  })
}
