import Link from 'next/link'
import { searchPath } from '#lib/addresses/routes.ts'
import type { Publisher } from '#lib/catalog/catalog.ts'
import { toKindWords } from '../search/filter-words.ts'
import { formatCount, formatNumber } from '../ui/format-count.ts'
import { Logo } from '../ui/logo.tsx'
import { PlatformBadges } from '../ui/platform-badges.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'

/** Who publishes here: name, mark, aliases, and what the repositories run on. */
export function PublisherHeader({ publisher }: { publisher: Publisher }) {
  const { registryAlias, aliases, publisherName } = publisher
  const otherAliases = aliases.filter((alias) => alias !== registryAlias)
  return (
    <header className="flex flex-col gap-4 sm:flex-row sm:gap-5">
      <Logo src={null} alias={registryAlias} name={registryAlias} size={64} />
      <div className="min-w-0">
        <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{publisherName}</h1>
        <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2">
          <span className="font-mono text-sm wrap-anywhere">
            {registryAlias}
            {otherAliases.length > 0 && <span className="text-ink-3">, also {otherAliases.join(', ')}</span>}
          </span>
          {publisher.verified && <VerifiedMark words />}
          <span className="tabular-nums">
            {formatCount(publisher.repositoryCount, 'repository', 'repositories')}
          </span>
          {publisher.updatedAt !== null && (
            <span>
              Last change <RelativeTime iso={publisher.updatedAt} />
            </span>
          )}
        </p>
        {publisher.kinds.length > 0 && (
          <ul aria-label="Kinds" className="mt-2 flex flex-wrap gap-x-4 text-sm text-ink-2 tabular-nums">
            {publisher.kinds.map(({ kind, count }) => (
              <li key={kind}>
                <Link
                  href={searchPath({ publishers: [registryAlias], types: [kind] })}
                  className="link inline-block py-0.5"
                >
                  {toKindWords(kind)}
                </Link>{' '}
                {formatNumber(count)}
              </li>
            ))}
          </ul>
        )}
        <PlatformBadges
          operatingSystems={publisher.operatingSystems}
          architectures={publisher.architectures}
          maxOthers={12}
          className="mt-3"
        />
      </div>
    </header>
  )
}
