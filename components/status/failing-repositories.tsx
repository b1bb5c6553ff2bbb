import type { SourceStatus } from '#lib/pages/get-status.ts'
import { formatCount } from '../ui/format-count.ts'
import { RelativeTime } from '../ui/relative-time.tsx'

/** Repositories that cannot be read while the rest can. */
export function FailingRepositories({ source }: { source: SourceStatus }) {
  const { failingRepositories: failing, counts } = source
  if (failing.length === 0) return null
  return (
    <details className="mt-4" open={failing.length <= 3}>
      <summary className="cursor-pointer py-1 font-semibold">
        {formatCount(counts.failing, 'repository', 'repositories')} cannot be read
      </summary>
      <ul className="mt-1 divide-y divide-rule border-y border-rule text-sm">
        {failing.map(({ registryId, repositoryName, failure, since, failures }) => (
          <li key={`${registryId}/${repositoryName}`} className="py-2">
            <span className="font-mono wrap-anywhere">{repositoryName}</span>{' '}
            <span className="text-ink-2">
              since <RelativeTime iso={since} precision="minute" />, tried{' '}
              {formatCount(failures, 'time', 'times')}
            </span>
            <p className="max-w-prose text-ink-2">{failure}</p>
          </li>
        ))}
      </ul>
      {counts.failing > failing.length && (
        <p className="mt-1 text-sm text-ink-2">
          and {formatCount(counts.failing - failing.length, 'other', 'others')}
        </p>
      )}
    </details>
  )
}
