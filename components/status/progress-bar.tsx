import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { SourceActivity } from '#lib/runtime/start-sync.ts'
import { formatNumber } from '../ui/format-count.ts'
import { formatDuration } from './format-duration.ts'

/** How far a read with an end is, and how long it still takes. */
export function ProgressBar({ activity }: { activity: SourceActivity }) {
  const texts = useTexts('status')
  const language = useLanguage()
  const { phase, done, total, secondsLeft } = activity.progress
  const { perSecond, limitPerSecond } = activity.requests
  const isListing = phase === 'listing'
  return (
    <div className="mt-4">
      <progress
        value={done}
        max={total}
        aria-label={texts(isListing ? 'progress.listed' : 'progress.read')}
        className="sr-only"
      />
      {/* Attributes of a drawing, since the page's policy allows no style of an element. */}
      <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none" className="h-1.5 w-full bg-rule">
        <rect width={(100 * done) / total} height="1" className="fill-accent" />
      </svg>
      <p className="mt-1 text-sm text-ink-2 tabular-nums">
        {texts(isListing ? 'progress.listedOf' : 'progress.readOf', { done, total })}
        {secondsLeft !== null && texts('progress.left', { duration: formatDuration(secondsLeft, texts) })}
        {texts('progress.speed', { count: Math.round(perSecond) })}
        {limitPerSecond !== null &&
          texts('progress.limit', { limit: formatNumber(Math.round(limitPerSecond * 10) / 10, language) })}
      </p>
    </div>
  )
}
