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
