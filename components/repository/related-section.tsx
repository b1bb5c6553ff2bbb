import { publisherPath, repositoryPath } from '#lib/addresses/routes.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import type { RelatedGroup, RelatedKind, RelatedRepository } from '#lib/pages/list-related.ts'
import { formatCount } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'

const titles: Record<Exclude<RelatedKind, 'publisher'>, string> = {
  images: 'What it deploys',
  charts: 'Charts that deploy it',
  base: 'Built on',
  'built-on-it': 'Built on it',
  'same-base': 'Built on the same',
}

/** The repositories that have to do with this one, by what that is. */
export function RelatedSection({
  summary,
  groups,
}: {
  summary: RepositorySummary
  groups: readonly RelatedGroup[]
}) {
  if (groups.length === 0) return null
  return (
    <section aria-labelledby="related" className="mt-12 border-t border-rule-strong pt-5">
      <h2 id="related" className="text-lg font-semibold">
        Related
      </h2>
      <div className="mt-3 gap-x-10 sm:columns-2 lg:columns-3">
        {groups.map((group) => (
          <Group key={group.kind} group={group} summary={summary} />
        ))}
      </div>
    </section>
  )
}

function Group({
  group: { kind, repositories, total },
  summary,
}: {
  group: RelatedGroup
  summary: RepositorySummary
}) {
  const isPublisher = kind === 'publisher'
  return (
    <div className="mb-6 min-w-0 break-inside-avoid">
      <h3 className="text-sm font-semibold wrap-anywhere">
        {isPublisher ? `More by ${summary.publisherName}` : titles[kind]}
      </h3>
      <ul className="mt-1">
        {repositories.map((repository) => (
          <Row
            key={`${repository.registryAlias}/${repository.repositoryName}`}
            repository={repository}
            isPublisherKnown={repository.registryAlias === summary.registryAlias}
          />
        ))}
      </ul>
      {total > repositories.length &&
        (isPublisher ? (
          <p className="mt-1.5 text-sm">
            <IntentLink href={publisherPath(summary.registryAlias)} className="link inline-block min-h-6">
              All of {summary.publisherName}
            </IntentLink>
          </p>
        ) : (
          <p className="mt-1.5 text-sm text-ink-2">
            and {formatCount(total - repositories.length, 'other', 'others')}
          </p>
        ))}
    </div>
  )
}

function Row({ repository, isPublisherKnown }: { repository: RelatedRepository; isPublisherKnown: boolean }) {
  const { registryAlias, repositoryName, description, verified } = repository
  return (
    <li className="border-b border-rule py-1.5">
      <span className="flex min-w-0 items-center gap-1.5">
        <IntentLink
          href={repositoryPath(registryAlias, repositoryName)}
          prefetch={false}
          className="inline-block min-h-6 min-w-0 wrap-anywhere hover:text-accent hover:underline"
        >
          {!isPublisherKnown && <span className="text-ink-2">{registryAlias}/</span>}
          {repositoryName}
        </IntentLink>
        {verified && !isPublisherKnown && <VerifiedMark />}
      </span>
      {description !== '' && <span className="line-clamp-1 text-sm text-ink-2">{description}</span>}
    </li>
  )
}
