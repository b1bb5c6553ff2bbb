import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { SourceStatus } from '#lib/pages/status/get-status.ts'
import { sayFailure, saySkipped } from '#lib/sources/say-failure.ts'
import { formatNumber } from '../ui/format-count.ts'
import { formatExactTime } from '../ui/format-exact-time.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { ConditionMark } from './condition-mark.tsx'
import { describeActivity } from './describe-activity.ts'
import { Fact } from './fact.tsx'
import { FailingRepositories } from './failing-repositories.tsx'
import { ProblemBox } from './problem-box.tsx'
import { ProgressBar } from './progress-bar.tsx'

/** One source: what is wrong first, then its age and how much of it there is. */
export function SourceSection({ source }: { source: SourceStatus }) {
  const texts = useTexts('status')
  const language = useLanguage()
  const { name, kind, condition, syncedAt, problem, pastProblem, counts, activity } = source
  const id = `source-${name}`
  return (
    <section aria-labelledby={id} className="border-t border-rule-strong py-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="text-lg font-semibold wrap-anywhere">
          {name} <span className="text-base font-normal text-ink-2">{texts(`source.${kind}`)}</span>
        </h2>
        <p className="flex items-center gap-2 font-semibold">
          <ConditionMark condition={condition} className="size-5" />
          {texts(`condition.${condition}`)}
        </p>
      </div>
      {problem !== null && <ProblemBox problem={problem} syncedAt={syncedAt} />}
      {activity !== null && activity.progress.total > 0 && <ProgressBar activity={activity} />}
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-4">
        <Fact term={texts('fact.upToDate')} isTime>
          {syncedAt === null ? texts('fact.never') : <RelativeTime iso={syncedAt} precision="minute" />}
        </Fact>
        <Fact term={texts('fact.oldest')} isTime>
          {counts.oldestReadAt === null ? (
            texts('fact.noneYet')
          ) : (
            <RelativeTime iso={toDataAge(source)} precision="minute" />
          )}
        </Fact>
        <Fact term={texts('fact.repositories')}>{formatNumber(counts.repositories, language)}</Fact>
        <Fact term={texts('fact.registries')}>{formatNumber(counts.registries, language)}</Fact>
        <Fact term={texts('fact.now')}>{describeActivity(activity, texts)}</Fact>
        <Fact term={texts('fact.requests')}>{formatNumber(activity?.requests.requests ?? 0, language)}</Fact>
        <Fact term={texts('fact.throttled')}>
          {formatNumber(activity?.requests.throttled ?? 0, language)}
        </Fact>
        <Fact term={texts('fact.unreadable')}>{formatNumber(counts.failing, language)}</Fact>
      </dl>
      <FailingRepositories source={source} />
      {activity !== null && activity.skipped.count > 0 && (
        <p className="mt-4 text-sm text-ink-2 wrap-anywhere">
          {texts.rich('skipped', {
            count: activity.skipped.count,
            name: () => (
              <span key="name" className="font-mono">
                {activity.skipped.examples[0]?.name}
              </span>
            ),
            reason: () => saySkipped(activity.skipped.examples[0]?.code ?? 'unusable-name', language),
          })}
        </p>
      )}
      {pastProblem !== null && problem === null && (
        <p className="mt-4 text-sm text-ink-2">
          {texts.rich('past', {
            since: formatExactTime(pastProblem.since, language),
            last: formatExactTime(pastProblem.last, language),
            said: () => sayFailure(pastProblem.failure, language).what,
          })}
        </p>
      )}
    </section>
  )
}

/** With a change feed, what was read long ago is as good as new while the feed is followed. */
function toDataAge({ activity, counts, syncedAt }: SourceStatus): string {
  const isFollowed = activity?.progress.phase === 'following'
  return (isFollowed ? syncedAt : counts.oldestReadAt) ?? counts.oldestReadAt ?? ''
}
