import { ApiError, unwrap } from './errors'
import { http } from './http'
import type { Me } from './types'

export async function login(email: string, password: string): Promise<Me> {
  const answer = await unwrap(http.POST('/api/v1/auth/login', { body: { email, password } }))
  return answer.data.user
}

export async function signup(name: string, email: string, password: string): Promise<Me> {
  const answer = await unwrap(http.POST('/api/v1/auth/signup', { body: { name, email, password } }))
  return answer.data.user
}

export async function logout(): Promise<void> {
  await unwrap(http.POST('/api/v1/auth/logout'))
}

/** Who is signed in, or null. */
export async function whoAmI(): Promise<Me | null> {
  try {
    return (await unwrap(http.GET('/api/v1/auth/me'))).data
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

/** Prove the address of whoever is signed in, by the mailed link's token. The answer may be another, older account. */
export async function verifyAddress(token: string): Promise<Me> {
  return (await unwrap(http.POST('/api/v1/auth/verify-address', { body: { token } }))).data.user
}

/** Mail the link that proves the address once more. */
export async function mailVerification(): Promise<void> {
  await unwrap(http.POST('/api/v1/auth/verify-address/mail'))
}

/** Mail a link to set a new password; the answer does not tell whether the address is known. */
export async function mailPasswordReset(email: string): Promise<void> {
  await unwrap(http.POST('/api/v1/auth/password-reset', { body: { email } }))
}

export async function resetPassword(token: string, password: string): Promise<void> {
  await unwrap(http.POST('/api/v1/auth/password-reset/confirm', { body: { token, password } }))
}
