import { useI18n } from 'vue-i18n'

import { formatBytes } from './time'
import { toast } from './toasts'
import { MAX_BYTES, MAX_FILES, useUploads, type UploadRefusal } from './uploadQueue'

/** Files for a form, which say in words why one was not taken: sent up while one writes, or kept until the form goes. */
export function useFiles(sentUp = true) {
  const { t, locale } = useI18n()
  const refused = (file: File, why: UploadRefusal): void => {
    const limit = why === 'too_many' ? MAX_FILES : formatBytes(MAX_BYTES, locale.value)
    toast('danger', t(`attachments.${why}`, { name: file.name, limit }))
  }
  return sentUp ? useUploads(refused) : useUploads(refused, null)
}

/** Files of a paste or of a file input. */
export function filesOf(source: DataTransfer | HTMLInputElement | null): File[] {
  return [...(source?.files ?? [])]
}
