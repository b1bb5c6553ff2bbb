import type { SourceActivity } from '#lib/gallery/start-sync.ts'
import { formatNumber } from '../ui/format-count.ts'
import { formatDuration } from './format-duration.ts'

/** How far a read with an end is, and how long it still takes. */
export function ProgressBar({ activity }: { activity: SourceActivity }) {
  const { phase, done, total, secondsLeft } = activity.progress
  const { perSecond, limitPerSecond } = activity.requests
  const what = phase === 'listing' ? 'registries listed' : 'repositories read'
  return (
    <div className="mt-4">
      <progress value={done} max={total} aria-label={what} className="h-2 w-full accent-accent" />
      <p className="mt-1 text-sm text-ink-2 tabular-nums">
        {formatNumber(done)} of {formatNumber(total)} {what}
        {secondsLeft !== null && `, ${formatDuration(secondsLeft)} left`}
        {`, ${formatNumber(Math.round(perSecond))} requests a second`}
        {limitPerSecond !== null && ` (kept to ${formatNumber(Math.round(limitPerSecond * 10) / 10)})`}
      </p>
    </div>
  )
}
