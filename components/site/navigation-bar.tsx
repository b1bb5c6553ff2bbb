'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { Suspense, useEffect } from 'react'
import './navigation-bar.css'

/** Answers that come sooner need no sign, and a sign for them would flicker. */
const delayMs = 120

/** A navigation that another one replaced, or that led nowhere, must not leave the bar behind. */
const longestMs = 15_000

let timers: ReturnType<typeof setTimeout>[] = []

/**
 * Says at once that a link or a search was taken: a bar at the top of the window (`navigation-bar.css`) from 120 ms after the press
 * until the next page is there. Nothing is in the document without a script, and nothing moves.
 */
export function NavigationBar() {
  return (
    <Suspense fallback={null}>
      <NavigationWatch />
    </Suspense>
  )
}

function NavigationWatch() {
  const address = `${usePathname()}?${useSearchParams()}`

  useEffect(() => {
    document.addEventListener('click', noteClick)
    document.addEventListener('submit', noteSubmit)
    return () => {
      document.removeEventListener('click', noteClick)
      document.removeEventListener('submit', noteSubmit)
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is the end of a navigation.
  useEffect(() => end, [address])
  return null
}

function noteClick(event: MouseEvent): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null || link.target === '_blank' || link.hasAttribute('download')) return
  const { origin, pathname, search } = window.location
  const isElsewhere = link.origin === origin && `${link.pathname}${link.search}` !== `${pathname}${search}`
  // Where a script takes the link, it prevents the browser's own navigation, which has a sign of its own.
  if (isElsewhere && event.defaultPrevented) begin()
}

function noteSubmit(event: SubmitEvent): void {
  const form = event.target
  if (event.defaultPrevented && form instanceof HTMLFormElement && form.role === 'search') begin()
}

function begin(): void {
  end()
  const root = document.documentElement
  timers = [
    setTimeout(() => {
      root.dataset.navigating = ''
    }, delayMs),
    setTimeout(end, longestMs),
  ]
}

function end(): void {
  for (const timer of timers) clearTimeout(timer)
  timers = []
  delete document.documentElement.dataset.navigating
}
