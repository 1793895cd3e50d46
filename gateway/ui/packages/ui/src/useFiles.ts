import { useI18n } from 'vue-i18n'

import { formatBytes } from './time'
import { toast } from './toasts'
import { MAX_BYTES, MAX_FILES, useUploads } from './uploadQueue'

/** Uploads that say in words why a file was not taken. */
export function useFiles() {
  const { t, locale } = useI18n()
  return useUploads((file, why) => {
    const limit = why === 'too_many' ? MAX_FILES : formatBytes(MAX_BYTES, locale.value)
    toast('danger', t(`attachments.${why}`, { name: file.name, limit }))
  })
}

/** Files of a paste or of a file input. */
export function filesOf(source: DataTransfer | HTMLInputElement | null): File[] {
  return [...(source?.files ?? [])]
}
