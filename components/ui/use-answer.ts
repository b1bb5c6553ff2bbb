'use client'

import { useEffect, useState } from 'react'
import { fetchJson } from './fetch-json.ts'

/**
 * What the gallery's own API answers at `path`, or at none while it is null. It is for what every page has, where `swr` would be most
 * of the script: no retry, no cache beyond the component, and an answer that comes late is never shown for another path.
 * @param refreshMs asks again after so long, while somebody looks at the page
 * @returns the last answer, also while that of another path is on its way, and whether one is awaited
 */
export function useAnswer<Answer>(
  path: string | null,
  { refreshMs = 0 }: { refreshMs?: number } = {},
): { answer: Answer | undefined; path: string | null; isAwaited: boolean } {
  const [kept, setKept] = useState<{ path: string; answer: Answer } | null>(null)
  const [ended, setEnded] = useState<string | null>(null)

  useEffect(() => {
    if (path === null) return
    let isWanted = true
    async function ask(asked: string) {
      try {
        const answer = await fetchJson<Answer>(asked)
        if (isWanted) setKept({ path: asked, answer })
      } catch {
        // What was there stays, and what was not is missing.
      }
      if (isWanted) setEnded(asked)
    }
    void ask(path)
    const timer = refreshMs > 0 && setInterval(() => document.hidden || ask(path), refreshMs)
    return () => {
      isWanted = false
      if (timer) clearInterval(timer)
    }
  }, [path, refreshMs])

  return { answer: kept?.answer, path: kept?.path ?? null, isAwaited: path !== null && ended !== path }
}
