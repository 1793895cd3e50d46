import type { components } from './schema'

type Problem = components['schemas']['Problem']

/** A refusal by the API (RFC 9457), or `code: "network"` with status 0 when no answer came. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  readonly fields: Record<string, string>

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail || problem.title || `HTTP ${status}`)
    this.name = 'ApiError'
    this.status = status
    this.code = problem.code ?? 'unknown'
    this.requestId = problem.request_id ?? null
    this.fields = Object.fromEntries((problem.errors ?? []).map((item) => [fieldOf(item.pointer), item.detail]))
  }
}

/** `/body/subject`, `#/subject` and `/subject` all name the field `subject`. */
function fieldOf(pointer: string): string {
  return pointer.split('/').filter(Boolean).at(-1) ?? ''
}

export function isConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 412
}

interface Outcome<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of a good answer, or a thrown ApiError. */
export async function unwrap<T>(call: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>
  try {
    outcome = await call
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, { code: 'network', detail: String(error) })
  }
  if (!outcome.response.ok) {
    throw new ApiError(outcome.response.status, isProblem(outcome.error) ? outcome.error : {})
  }
  return outcome.data as T
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null
}
