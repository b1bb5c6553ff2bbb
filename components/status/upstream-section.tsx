import type { UpstreamStatus } from '#lib/pages/get-upstreams.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatNumber } from '../ui/format-count.ts'
import { formatExactTime } from '../ui/format-relative-time.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { ConditionMark } from './condition-mark.tsx'
import { Fact } from './fact.tsx'

/** One registry whose images are pulled through this one: how it answers, and how much it was spared. */
export function UpstreamSection({ upstream }: { upstream: UpstreamStatus }) {
  const { host, namespace, answeredAt, failure, pausedUntil } = upstream
  const isRefusing = failure !== null && (answeredAt === null || failure.at > answeredAt)
  const condition = isRefusing ? 'degraded' : answeredAt === null ? 'waiting' : 'ok'
  const id = `upstream-${namespace}`
  return (
    <section aria-labelledby={id} className="border-t border-rule-strong py-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="text-lg font-semibold wrap-anywhere">
          {host} <span className="text-base font-normal text-ink-2">pulled through as {namespace}</span>
        </h2>
        <p className="flex items-center gap-2 font-semibold">
          <ConditionMark condition={condition} className="size-5" />
          {isRefusing ? 'Refuses; what is kept is pulled' : answeredAt === null ? 'Not asked yet' : 'Answers'}
        </p>
      </div>
      {failure !== null && (
        <p className="mt-2 max-w-prose text-sm text-ink-2 wrap-anywhere">
          {isRefusing ? 'Last failure' : 'Last failure, which is over'} ({formatExactTime(failure.at)}):{' '}
          {failure.what}
          {pausedUntil !== null && ` It is left alone until ${formatExactTime(pausedUntil)}.`}
        </p>
      )}
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-4">
        <Fact term="Last answer" isTime>
          {answeredAt === null ? 'none yet' : <RelativeTime iso={answeredAt} precision="minute" />}
        </Fact>
        <Fact term="Layers kept">
          {formatBytes(upstream.keptBytes)} of {formatBytes(upstream.maxBytes)}
        </Fact>
        <Fact term="Requests to it">{formatNumber(upstream.requests)}</Fact>
        <Fact term="Of them failed">{formatNumber(upstream.errors)}</Fact>
        <Fact term="Hits">{formatNumber(upstream.hits)}</Fact>
        <Fact term="Misses">{formatNumber(upstream.misses)}</Fact>
        <Fact term="Stale answers">{formatNumber(upstream.stales)}</Fact>
      </dl>
    </section>
  )
}
