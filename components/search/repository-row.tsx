import { Clock, Download, Tag } from 'lucide-react'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { isLoopbackHost } from '#lib/oci/pull-reference.ts'
import { CopyPull } from '../pull/copy-pull.tsx'
import { formatCompactNumber, formatCount } from '../ui/format-count.ts'
import { Logo } from '../ui/logo.tsx'
import { PlatformBadges } from '../ui/platform-badges.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { HighlightedText } from './highlighted-text.tsx'
import { RepositoryName } from './repository-name.tsx'

/**
 * One repository in a list: what it is on the left, what a visitor compares on the right (below on a narrow
 * screen). `words` are those to mark.
 */
export function RepositoryRow({
  repository,
  words = [],
  registryHost,
  heading,
}: {
  repository: RepositorySummary
  words?: readonly string[]
  registryHost: string
  heading: 'h2' | 'h3'
}) {
  const { registryAlias, repositoryName, newestTag } = repository
  const name = `${registryHost}/${registryAlias}/${repositoryName}`
  return (
    <li className="grid min-h-[4.0625rem] grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 border-b border-rule py-2.5 lg:grid-cols-[auto_minmax(0,1fr)_auto_auto] lg:py-1.5">
      <div className="self-start pt-0.5 lg:pt-0 lg:self-center">
        <Logo src={repository.logoSrc} alias={registryAlias} name={repositoryName} size={40} />
      </div>
      <div className="min-w-0">
        <RepositoryName repository={repository} words={words} heading={heading} />
        <p className="line-clamp-2 text-sm text-ink-2 wrap-anywhere lg:line-clamp-1">
          <HighlightedText text={repository.description} words={words} />
        </p>
      </div>
      <Facts repository={repository} />
      {newestTag !== null && (
        <CopyPull
          what={{ name, tag: newestTag, digest: null, kind: 'image' }}
          plainHttp={isLoopbackHost(registryHost)}
          label={`Copy the pull command of ${repositoryName}`}
          className="col-start-3 row-start-1 self-start lg:col-start-4 lg:self-center"
        />
      )}
    </li>
  )
}

function Facts({ repository }: { repository: RepositorySummary }) {
  const { operatingSystems, architectures, newestTag, pullCount, updatedAt } = repository
  const icon = 'size-3.5 shrink-0'
  return (
    <div className="col-span-2 col-start-2 mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-3 tabular-nums lg:col-span-1 lg:col-start-3 lg:mt-0 lg:flex-col lg:items-end lg:pl-4">
      <PlatformBadges operatingSystems={operatingSystems} architectures={architectures} maxOthers={2} />
      <span className="flex flex-wrap items-center gap-x-4 gap-y-1 lg:order-first">
        {newestTag && (
          <span className="flex items-center gap-1.5 font-mono">
            <Tag aria-hidden="true" className={icon} />
            <span className="sr-only">Newest tag </span>
            <span className="max-w-32 truncate">{newestTag}</span>
          </span>
        )}
        {pullCount > 0 && (
          <span className="flex items-center gap-1.5" title={formatCount(pullCount, 'pull', 'pulls')}>
            <Download aria-hidden="true" className={icon} />
            {formatCompactNumber(pullCount)}
            <span className="sr-only"> pulls</span>
          </span>
        )}
        {/* As wide as its longest words, as a script corrects them on a cached page. */}
        <span className="flex min-w-[7.5rem] items-center gap-1.5 lg:justify-end">
          <Clock aria-hidden="true" className={icon} />
          <span className="sr-only">Updated </span>
          <RelativeTime iso={updatedAt} />
        </span>
      </span>
    </div>
  )
}
