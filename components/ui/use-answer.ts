'use client'

import { useEffect, useState } from 'react'
import { fetchJson } from './fetch-json.ts'

/** What was asked for lately, by path, the newest last; the answer may still be on its way. */
const recent = new Map<string, { answer: Promise<unknown>; atMs: number }>()
const maxRecent = 50

/**
 * What the gallery's own API answers at `path`, or at none while it is null. It is for what every page has, where `swr` would be most
 * of the script: no retry, and an answer that comes late is never shown for another path.
 * @param refreshMs asks again after so long, while somebody looks at the page
 * @param keepMs for how long an answer to the same path is as good as a new one, in whichever component
 * @returns the last answer, also while that of another path is on its way, and whether one is awaited
 */
export function useAnswer<Answer>(
  path: string | null,
  { refreshMs = 0, keepMs = 0 }: { refreshMs?: number; keepMs?: number } = {},
): { answer: Answer | undefined; path: string | null; isAwaited: boolean } {
  const [kept, setKept] = useState<{ path: string; answer: Answer } | null>(null)
  const [ended, setEnded] = useState<string | null>(null)

  useEffect(() => {
    if (path === null) return
    let isWanted = true
    async function ask(asked: string, orKeptMs: number) {
      try {
        const answer = await askOnce<Answer>(asked, orKeptMs)
        if (isWanted) setKept({ path: asked, answer })
      } catch {
        // What was there stays, and what was not is missing.
      }
      if (isWanted) setEnded(asked)
    }
    void ask(path, keepMs)
    const timer = refreshMs > 0 && setInterval(() => document.hidden || ask(path, 0), refreshMs)
    return () => {
      isWanted = false
      if (timer) clearInterval(timer)
    }
  }, [path, refreshMs, keepMs])

  return { answer: kept?.answer, path: kept?.path ?? null, isAwaited: path !== null && ended !== path }
}

function askOnce<Answer>(path: string, keepMs: number): Promise<Answer> {
  const known = recent.get(path)
  if (known !== undefined && performance.now() - known.atMs < keepMs) return known.answer as Promise<Answer>
  const answer = fetchJson<Answer>(path)
  const asked = { answer, atMs: performance.now() }
  recent.delete(path)
  recent.set(path, asked)
  const [oldest] = recent.keys()
  if (recent.size > maxRecent && oldest !== undefined) recent.delete(oldest)
  answer.catch(() => {
    // The next one asks again.
    if (recent.get(path) === asked) recent.delete(path)
  })
  return answer
}
