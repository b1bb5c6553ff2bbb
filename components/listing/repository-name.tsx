import { repositoryPath } from '#lib/addresses/routes.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'
import { HighlightedText } from './highlighted-text.tsx'

/**
 * The heading of a row: `alias/name`, leading to the repository. Where room is short, the alias gives way first;
 * on a phone both wrap.
 */
export function RepositoryName({
  repository,
  words = [],
  heading: Heading,
  isPublisherKnown = false,
}: {
  repository: RepositorySummary
  words?: readonly string[]
  heading: 'h2' | 'h3'
  /** On a publisher's own page, neither alias nor mark are repeated. */
  isPublisherKnown?: boolean
}) {
  const { registryAlias, repositoryName } = repository
  return (
    <Heading className="min-w-0 text-lg sm:flex sm:items-center sm:gap-1.5">
      <IntentLink
        href={repositoryPath(registryAlias, repositoryName)}
        title={`${registryAlias}/${repositoryName}`}
        aria-label={`${registryAlias}/${repositoryName}`}
        className="min-w-0 rounded-sm max-sm:wrap-anywhere sm:flex hover:underline hover:decoration-1 hover:underline-offset-3"
      >
        {!isPublisherKnown && (
          <>
            <span className="text-ink-2 sm:min-w-0 sm:truncate">
              <HighlightedText text={registryAlias} words={words} />
            </span>
            <span className="text-ink-2">/</span>
            <wbr />
          </>
        )}
        <span
          className={`font-semibold sm:truncate ${isPublisherKnown ? '' : 'sm:max-w-[calc(100%-1.25rem)] sm:shrink-0'}`}
        >
          <HighlightedText text={repositoryName} words={words} />
        </span>
      </IntentLink>
      {repository.verified && !isPublisherKnown && (
        <span className="whitespace-nowrap max-sm:[&>span]:align-[-2px] sm:flex">
          {/* On a line that does not break, this space keeps the mark with the last word of a name that wraps. */}
          <span className="sm:hidden">{'\u00a0'}</span>
          <VerifiedMark />
        </span>
      )}
    </Heading>
  )
}
