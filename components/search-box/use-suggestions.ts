'use client'

import { useEffect, useState } from 'react'
import type { Suggestion } from '#lib/catalog/catalog.ts'
import { useAnswer } from '../ui/use-answer.ts'

const pauseMs = 90
/** Letters that are typed and deleted again ask for the same texts. */
const keepMs = 60_000
const none: Suggestion[] = []

/**
 * Suggestions for what stands in the box, once the visitor pauses. An answer that arrives late is never shown for a newer text;
 * meanwhile the previous ones stay.
 */
export function useSuggestions(text: string, enabled: boolean): Suggestion[] {
  const wanted = enabled ? text.trim() : ''
  const [asked, setAsked] = useState('')

  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), pauseMs)
    return () => clearTimeout(timer)
  }, [wanted])

  const path = asked === '' ? null : `/api/suggest?${new URLSearchParams({ q: asked })}`
  const { answer } = useAnswer<{ suggestions: Suggestion[] }>(path, { keepMs })
  return wanted === '' || asked === '' ? none : (answer?.suggestions ?? none)
}
