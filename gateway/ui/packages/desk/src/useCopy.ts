import { toast } from '@escalated/ui'
import { useI18n } from 'vue-i18n'

export function useCopy(): (text: string) => Promise<void> {
  const { t } = useI18n()
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text)
      toast('info', t('common.copied'))
    } catch {
      toast('danger', t('common.notCopied')) // no permission, or a page without https
    }
  }
}
