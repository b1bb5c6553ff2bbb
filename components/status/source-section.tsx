import type { SourceStatus } from '#lib/pages/get-status.ts'
import { formatNumber } from '../ui/format-count.ts'
import { formatExactTime } from '../ui/format-relative-time.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { ConditionMark } from './condition-mark.tsx'
import { describeActivity } from './describe-activity.ts'
import { Fact } from './fact.tsx'
import { FailingRepositories } from './failing-repositories.tsx'
import { ProblemBox } from './problem-box.tsx'
import { ProgressBar } from './progress-bar.tsx'

const kinds = {
  embedded: 'this gallery’s own registry',
  aws: 'Amazon ECR Public',
  endpoint: 'a compatible endpoint',
  oci: 'a registry',
  'ecr-public-gallery': 'another gallery, by its undocumented API',
}

const conditions = {
  'in-step': 'In step',
  reading: 'Being read',
  waiting: 'Not reached yet',
  failing: 'Cannot be read',
}

/** One source: what is wrong first, then its age and how much of it there is. */
export function SourceSection({ source }: { source: SourceStatus }) {
  const { name, kind, condition, syncedAt, problem, pastProblem, counts, activity } = source
  const id = `source-${name}`
  return (
    <section aria-labelledby={id} className="border-t border-rule-strong py-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="text-lg font-semibold wrap-anywhere">
          {name} <span className="text-base font-normal text-ink-2">{kinds[kind]}</span>
        </h2>
        <p className="flex items-center gap-2 font-semibold">
          <ConditionMark condition={condition} className="size-5" />
          {conditions[condition]}
        </p>
      </div>
      {problem !== null && <ProblemBox problem={problem} syncedAt={syncedAt} />}
      {activity !== null && activity.progress.total > 0 && <ProgressBar activity={activity} />}
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-4">
        <Fact term="Last up to date" isTime>
          {syncedAt === null ? 'never' : <RelativeTime iso={syncedAt} precision="minute" />}
        </Fact>
        <Fact term="Oldest data" isTime>
          {counts.oldestReadAt === null ? (
            'none yet'
          ) : (
            <RelativeTime iso={toDataAge(source)} precision="minute" />
          )}
        </Fact>
        <Fact term="Repositories">{formatNumber(counts.repositories)}</Fact>
        <Fact term="Registries">{formatNumber(counts.registries)}</Fact>
        <Fact term="At the moment">{describeActivity(activity)}</Fact>
        <Fact term="Requests, this run">{formatNumber(activity?.requests.requests ?? 0)}</Fact>
        <Fact term="Of them throttled">{formatNumber(activity?.requests.throttled ?? 0)}</Fact>
        <Fact term="Unreadable repositories">{formatNumber(counts.failing)}</Fact>
      </dl>
      <FailingRepositories source={source} />
      {activity !== null && activity.skipped.count > 0 && (
        <p className="mt-4 text-sm text-ink-2 wrap-anywhere">
          {formatNumber(activity.skipped.count)} left out, such as{' '}
          <span className="font-mono">{activity.skipped.examples[0]?.name}</span>:{' '}
          {activity.skipped.examples[0]?.reason}
        </p>
      )}
      {pastProblem !== null && problem === null && (
        <p className="mt-4 text-sm text-ink-2">
          The last problem is over; it was there from {formatExactTime(pastProblem.since)} to{' '}
          {formatExactTime(pastProblem.last)}: {pastProblem.what}
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
