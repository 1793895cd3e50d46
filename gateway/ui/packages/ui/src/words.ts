import { useI18n } from 'vue-i18n'

/** Words for the API's slugs: the seeded ones are translated, an administrator's own carry their label. */
export function useWords() {
  const { t, te } = useI18n()
  const known = (key: string, otherwise: string): string => (te(key) ? t(key) : otherwise)
  return {
    statusWord: (slug: string, label?: string): string => known(`status.${slug}`, label ?? slug),
    priorityWord: (slug: string): string => known(`priority.${slug}`, slug),
    metricWord: (slug: string): string => known(`sla.metric.${slug}`, slug),
  }
}
