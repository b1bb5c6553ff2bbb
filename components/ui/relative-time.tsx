'use client'

import { useLayoutEffect, useRef } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { describeLanguage } from '#lib/language/languages.ts'
import { formatDate, formatDateTime, formatRelativeTime, formatShortDate } from './format-relative-time.ts'

/**
 * The date, which stays true however long a page is kept; where there is a script, "3 days ago" in its place, kept right while
 * the page is open. Both have the same room, so that nothing moves. Paper has the date, as it gets older than the words on it.
 * @param isNarrow in a column that has no room for the longer dates of some languages
 * @param isListed in a long list, where a hundred of them must weigh little
 * @param precision `minute`, at the end of running text, for what is only of interest while it is fresh
 */
export function RelativeTime({
  iso,
  precision = 'day',
  isNarrow = false,
  isListed = false,
  className = '',
}: {
  iso: string
  precision?: 'day' | 'minute'
  isNarrow?: boolean
  isListed?: boolean
  className?: string
}) {
  const texts = useTexts('ui')
  const language = useLanguage()
  const words = useRef<HTMLSpanElement>(null)

  // Before the browser draws what a script has put there: the date would be seen for a moment, and it is longer than the words.
  useLayoutEffect(() => {
    function refresh() {
      if (words.current) words.current.textContent = formatRelativeTime(iso, Date.now(), { texts, language })
    }
    refresh()
    const timer = setInterval(refresh, 60_000)
    return () => clearInterval(timer)
  }, [iso, texts, language])

  const exact = formatDateTime(iso, language)
  const isDay = precision === 'day'
  const day = isNarrow ? formatShortDate(iso, language) : formatDate(iso, language)
  const lasting = isDay ? day : exact
  return (
    <time
      dateTime={isListed ? `${iso.slice(0, 16)}Z` : iso}
      title={exact}
      data-on-paper={lasting}
      className={
        isListed
          ? 'list-date'
          : `${isDay ? `inline-block whitespace-nowrap ${isNarrow ? 'min-w-[min(100%,6.4em)]' : 'min-w-(--date-width)'}` : ''} ${className}`
      }
    >
      <span ref={words}>{lasting}</span>
      <span
        className={isListed ? undefined : 'sr-only'}
      >{`${describeLanguage(language).comma}${exact}`}</span>
    </time>
  )
}
