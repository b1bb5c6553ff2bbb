import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { RepositoryName } from '../search/repository-name.tsx'
import { formatCompactNumber } from '../ui/format-count.ts'
import { Logo } from '../ui/logo.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'

/** A repository in a list of the home page: what it is, and the one fact by which the list is ordered. */
export function CompactRow({
  repository,
  fact,
}: {
  repository: RepositorySummary
  fact: 'pulls' | 'updated'
}) {
  const { registryAlias, repositoryName, logoSrc, pullCount, newestTag, updatedAt } = repository
  return (
    <li className="grid min-h-[4.0625rem] grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 border-b border-rule py-2">
      <Logo src={logoSrc} alias={registryAlias} name={repositoryName} size={40} />
      <div className="min-w-0">
        <RepositoryName repository={repository} heading="h3" />
        <div className="flex items-baseline justify-between gap-4 text-sm text-ink-2">
          <p className="truncate">{repository.description}</p>
          <span className="flex shrink-0 gap-3 text-xs text-ink-3 tabular-nums">
            {fact === 'updated' && newestTag && (
              <span className="max-w-28 truncate font-mono">
                <span className="sr-only">Newest tag </span>
                {newestTag}
              </span>
            )}
            {fact === 'updated' && <RelativeTime iso={updatedAt} />}
            {fact === 'pulls' && pullCount > 0 && <span>{formatCompactNumber(pullCount)} pulls</span>}
          </span>
        </div>
      </div>
    </li>
  )
}
