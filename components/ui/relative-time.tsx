'use client'

import { useEffect, useRef } from 'react'
import { formatExactTime, formatRelativeTime } from './format-relative-time.ts'

/** "3 days ago", with the exact time on hover and for screen readers; kept right while the page is open. */
export function RelativeTime({ iso, className }: { iso: string; className?: string }) {
  const words = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    function refresh() {
      // React keeps the server's words, which may be an hour old on a cached page; so they are written here.
      if (words.current) words.current.textContent = formatRelativeTime(iso, Date.now())
    }
    refresh()
    const timer = setInterval(refresh, 60_000)
    return () => clearInterval(timer)
  }, [iso])

  const exact = formatExactTime(iso)
  return (
    <time dateTime={iso} title={exact} className={className}>
      <span ref={words} suppressHydrationWarning>
        {formatRelativeTime(iso, Date.now())}
      </span>
      <span className="sr-only">, {exact}</span>
    </time>
  )
}
