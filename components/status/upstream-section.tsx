import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { UpstreamStatus } from '#lib/pages/status/get-upstreams.ts'
import { sayUpstreamFailure } from '#lib/sources/say-upstream-failure.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatNumber } from '../ui/format-count.ts'
import { formatExactTime } from '../ui/format-exact-time.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { ConditionMark } from './condition-mark.tsx'
import { Fact } from './fact.tsx'

/** One registry whose images are pulled through this one: how it answers, and how much it was spared. */
export function UpstreamSection({ upstream }: { upstream: UpstreamStatus }) {
  const texts = useTexts('status')
  const language = useLanguage()
  const { host, namespace, answeredAt, failure, pausedUntil } = upstream
  const isRefusing = failure !== null && (answeredAt === null || failure.at > answeredAt)
  const condition = isRefusing ? 'degraded' : answeredAt === null ? 'waiting' : 'ok'
  const id = `upstream-${namespace}`
  return (
    <section aria-labelledby={id} className="border-t border-rule-strong py-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="text-lg font-semibold wrap-anywhere">
          {host}{' '}
          <span className="text-base font-normal text-ink-2">{texts('upstream.as', { namespace })}</span>
        </h2>
        <p className="flex items-center gap-2 font-semibold">
          <ConditionMark condition={condition} className="size-5" />
          {texts(
            isRefusing ? 'upstream.refuses' : answeredAt === null ? 'upstream.notAsked' : 'upstream.answers',
          )}
        </p>
      </div>
      {failure !== null && (
        <p className="mt-2 max-w-prose text-sm text-ink-2 wrap-anywhere">
          {texts.rich(isRefusing ? 'upstream.failure' : 'upstream.pastFailure', {
            time: formatExactTime(failure.at, language),
            said: () => sayUpstreamFailure(failure, host, language),
          })}
          {pausedUntil !== null && texts('upstream.paused', { time: formatExactTime(pausedUntil, language) })}
        </p>
      )}
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-4">
        <Fact term={texts('upstream.lastAnswer')} isTime>
          {answeredAt === null ? texts('fact.noneYet') : <RelativeTime iso={answeredAt} precision="minute" />}
        </Fact>
        <Fact term={texts('upstream.layers')}>
          {texts('upstream.layerBytes', {
            kept: formatBytes(upstream.keptBytes),
            max: formatBytes(upstream.maxBytes),
          })}
        </Fact>
        <Fact term={texts('upstream.requests')}>{formatNumber(upstream.requests, language)}</Fact>
        <Fact term={texts('upstream.failed')}>{formatNumber(upstream.errors, language)}</Fact>
        <Fact term={texts('upstream.hits')}>{formatNumber(upstream.hits, language)}</Fact>
        <Fact term={texts('upstream.misses')}>{formatNumber(upstream.misses, language)}</Fact>
        <Fact term={texts('upstream.stale')}>{formatNumber(upstream.stales, language)}</Fact>
      </dl>
    </section>
  )
}
