/** One at a time over all tabs of the desk: by the browser's locks, or, where a page without https has none, by a
    lease in the storage that the tabs share. */
const LEASE_MS = 5_000
const LOOK_MS = 100

export async function oneAtATime<T>(name: string, run: () => Promise<T>): Promise<T> {
  // Typed as always there; browsers give locks to secure pages only.
  const locks = navigator.locks as LockManager | undefined
  return locks ? locks.request(name, run) : leased(name, run)
}

async function leased<T>(name: string, run: () => Promise<T>): Promise<T> {
  while (Number(localStorage.getItem(name)) > Date.now()) await pause(LOOK_MS)
  localStorage.setItem(name, String(Date.now() + LEASE_MS))
  try {
    return await run()
  } finally {
    localStorage.removeItem(name)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, ms))
}
