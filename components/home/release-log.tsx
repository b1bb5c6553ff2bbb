import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { RepositoryName } from '../listing/repository-name.tsx'
import { formatDateTime } from '../ui/format-relative-time.ts'
import { groupByDay } from './group-by-day.ts'

/** What changed lately, by day, with the tag that is offered. */
export function ReleaseLog({
  repositories,
  nowMs,
}: {
  repositories: readonly RepositorySummary[]
  nowMs: number
}) {
  const texts = useTexts('home')
  const language = useLanguage()
  return (
    <>
      {groupByDay(repositories, nowMs, texts, language).map(({ day, entries }) => (
        <section key={day} aria-label={day}>
          <p aria-hidden="true" className="pt-3 text-xs text-ink-3">
            {day}
          </p>
          <ul>
            {entries.map((repository) => (
              <li
                key={`${repository.registryId}/${repository.repositoryName}`}
                className="grid grid-cols-[2.75rem_minmax(0,1fr)_auto] items-baseline gap-x-3 border-b border-rule py-2"
              >
                <time
                  dateTime={repository.updatedAt}
                  title={formatDateTime(repository.updatedAt, language)}
                  className="text-xs text-ink-3 tabular-nums"
                >
                  {repository.updatedAt.slice(11, 16)}
                </time>
                <div className="min-w-0">
                  <RepositoryName repository={repository} heading="h3" isPublisherKnown />
                  <p translate="no" className="truncate text-xs text-ink-2">
                    {repository.publisherName}
                  </p>
                </div>
                <span
                  className="max-w-36 truncate font-mono text-sm"
                  title={repository.newestTag ?? undefined}
                >
                  {repository.newestTag !== null && (
                    <>
                      <span className="sr-only">{texts('tag')} </span>
                      {repository.newestTag}
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
