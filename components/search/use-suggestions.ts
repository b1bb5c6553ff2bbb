'use client'

import { useEffect, useState } from 'react'
import useSWR from 'swr'
import type { Suggestion } from '#lib/catalog/catalog.ts'
import { fetchJson } from '../ui/fetch-json.ts'

const pauseMs = 90
const none: Suggestion[] = []

/**
 * Suggestions for what stands in the box, once the visitor pauses. Answers are kept by their text, so that
 * one that arrives late is never shown for a newer text; meanwhile the previous ones stay.
 */
export function useSuggestions(text: string, enabled: boolean): Suggestion[] {
  const wanted = enabled ? text.trim() : ''
  const [asked, setAsked] = useState('')

  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), pauseMs)
    return () => clearTimeout(timer)
  }, [wanted])

  const { data } = useSWR(
    asked === '' ? null : `/api/suggest?${new URLSearchParams({ q: asked })}`,
    fetchJson<{ suggestions: Suggestion[] }>,
    { keepPreviousData: true, revalidateOnFocus: false, revalidateOnReconnect: false },
  )
  return wanted === '' || asked === '' ? none : (data?.suggestions ?? none)
}
