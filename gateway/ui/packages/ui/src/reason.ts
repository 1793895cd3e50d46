import { ApiError } from '@escalated/api'

/** What to tell somebody whose request was refused; `t` translates. Anything but a refusal is thrown on. */
export function reasonOf(error: unknown, t: (key: string) => string): string {
  if (!(error instanceof ApiError)) throw error
  if (error.status === 0) return t('errors.network')
  return error.status === 429 ? t('auth.tooMany') : error.message
}
