import { useTexts } from '#components/language/use-texts.ts'
import { publisherPath, repositoryPath } from '#lib/addresses/routes.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { toTextAttributes } from '#lib/language/guess-text-language.ts'
import type { RelatedGroup, RelatedRepository } from '#lib/pages/repository/list-related.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'

/** The repositories that have to do with this one, by what that is. */
export function RelatedSection({
  summary,
  groups,
}: {
  summary: RepositorySummary
  groups: readonly RelatedGroup[]
}) {
  const texts = useTexts('repository')
  if (groups.length === 0) return null
  return (
    <section aria-labelledby="related" className="mt-12 border-t border-rule-strong pt-5">
      <h2 id="related" className="text-lg font-semibold">
        {texts('related.title')}
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
  const texts = useTexts('repository')
  return (
    <div className="mb-6 min-w-0 break-inside-avoid">
      <h3 className="text-sm font-semibold wrap-anywhere">
        {kind === 'publisher'
          ? texts('related.morePublished', { publisher: summary.publisherName })
          : texts(`related.kinds.${kind}`)}
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
        (kind === 'publisher' ? (
          <p className="mt-1.5 text-sm">
            <IntentLink href={publisherPath(summary.registryAlias)} className="link inline-block min-h-6">
              {texts('related.allPublished', { publisher: summary.publisherName })}
            </IntentLink>
          </p>
        ) : (
          <p className="mt-1.5 text-sm text-ink-2">
            {texts('related.others', { count: total - repositories.length })}
          </p>
        ))}
    </div>
  )
}

function Row({ repository, isPublisherKnown }: { repository: RelatedRepository; isPublisherKnown: boolean }) {
  const { registryAlias, repositoryName, description, verified, reason } = repository
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
      {description !== '' && (
        <span {...toTextAttributes(description)} className="line-clamp-1 text-sm text-ink-2">
          {description}
        </span>
      )}
      {reason !== null && <Reason reason={reason} />}
    </li>
  )
}

function Reason({ reason }: { reason: NonNullable<RelatedRepository['reason']> }) {
  const texts = useTexts('repository')
  if (reason.kind !== 'chart') {
    return <span className="block text-sm text-ink-2">{texts(`related.reasons.${reason.kind}`)}</span>
  }
  const { registryAlias, repositoryName } = reason
  return (
    <span className="block text-sm text-ink-2 wrap-anywhere">
      {texts.rich('related.reasons.chart', {
        chart: () => (
          <IntentLink
            key="chart"
            href={repositoryPath(registryAlias, repositoryName)}
            prefetch={false}
            className="link"
          >
            {`${registryAlias}/${repositoryName}`}
          </IntentLink>
        ),
      })}
    </span>
  )
}
