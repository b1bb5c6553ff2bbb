import type { SourceActivity } from '#lib/runtime/start-sync.ts'
import { formatCount, formatNumber } from '../ui/format-count.ts'
import { formatDuration } from './format-duration.ts'

/** How far a read with an end is, and how long it still takes. */
export function ProgressBar({ activity }: { activity: SourceActivity }) {
  const { phase, done, total, secondsLeft } = activity.progress
  const { perSecond, limitPerSecond } = activity.requests
  const what = phase === 'listing' ? 'registries listed' : 'repositories read'
  return (
    <div className="mt-4">
      <progress value={done} max={total} aria-label={what} className="sr-only" />
      {/* Attributes of a drawing, since the page's policy allows no style of an element. */}
      <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none" className="h-1.5 w-full bg-rule">
        <rect width={(100 * done) / total} height="1" className="fill-accent" />
      </svg>
      <p className="mt-1 text-sm text-ink-2 tabular-nums">
        {formatNumber(done)} of {formatNumber(total)} {what}
        {secondsLeft !== null && `, ${formatDuration(secondsLeft)} left`}
        {`, ${formatCount(Math.round(perSecond), 'request', 'requests')} a second`}
        {limitPerSecond !== null && ` (kept to ${formatNumber(Math.round(limitPerSecond * 10) / 10)})`}
      </p>
    </div>
  )
}
