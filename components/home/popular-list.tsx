import { useTexts } from '#components/language/use-texts.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { toTextAttributes } from '#lib/language/guess-text-language.ts'
import { RepositoryName } from '../listing/repository-name.tsx'
import { Logo } from '../ui/logo.tsx'

/** What is pulled most, with its place and its number. */
export function PopularList({ repositories }: { repositories: readonly RepositorySummary[] }) {
  const texts = useTexts('home')
  return (
    <ol>
      {repositories.map((repository, place) => {
        const { registryId, registryAlias, repositoryName, logoSrc, description, pullCount } = repository
        return (
          <li
            key={`${registryId}/${repositoryName}`}
            className="grid min-h-[4.0625rem] grid-cols-[1.25rem_auto_minmax(0,1fr)_auto] items-center gap-x-3 border-b border-rule py-2"
          >
            <span aria-hidden="true" className="text-sm text-ink-3 tabular-nums">
              {place + 1}
            </span>
            <Logo src={logoSrc} alias={registryAlias} name={repositoryName} size={32} isFurtherDown />
            {/* At the top, so that a name which has come alone does not move when the rest is there. */}
            <div className="min-w-0 self-start">
              <RepositoryName repository={repository} heading="h3" />
              <p {...toTextAttributes(description)} className="truncate text-sm text-ink-2">
                {description}
              </p>
            </div>
            <span className="pl-2 text-sm tabular-nums">
              {pullCount > 0 &&
                texts.rich('pullCount', {
                  count: pullCount,
                  unit: (words) => (
                    <span key="unit" className="sr-only">
                      {words}
                    </span>
                  ),
                })}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
