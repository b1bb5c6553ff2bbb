import { TriangleAlert } from 'lucide-react'
import type { RepositoryUpstream } from '#lib/pages/get-repository-upstream.ts'
import { formatCount } from '../ui/format-count.ts'
import { RelativeTime } from '../ui/relative-time.tsx'

/** Below the placard: from which registry this is pulled through, when that was last asked, and what it has besides. */
export function UpstreamLine({ upstream }: { upstream: RepositoryUpstream }) {
  const { host, name, checkedAt, refusal, behindTags } = upstream
  return (
    <div className="flex flex-wrap items-baseline gap-x-3.5 gap-y-0.5 text-sm text-ink-2" data-upstream="">
      <p className="min-w-0">
        Pulled through from{' '}
        <span className="font-mono wrap-anywhere text-ink">
          {host}/{name}
        </span>
      </p>
      {refusal !== null && (
        <p className="text-ink" title={refusal}>
          <TriangleAlert
            aria-hidden="true"
            className="mr-1.5 inline size-4 align-[-0.15em] text-warning"
            strokeWidth={1.75}
          />
          Upstream refused, so that what is kept here is pulled
        </p>
      )}
      {behindTags !== null && behindTags > 0 && (
        <p>Behind upstream by {formatCount(behindTags, 'tag', 'tags')}</p>
      )}
      {checkedAt !== null && (
        <p>
          checked <RelativeTime iso={checkedAt} />
        </p>
      )}
    </div>
  )
}
