import { useTexts } from '#components/language/use-texts.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { isLoopbackHost } from '#lib/commands/pull-reference.ts'
import { toTextAttributes } from '#lib/language/guess-text-language.ts'
import { toImageName, toPlaceHost } from '#lib/oci/image-place.ts'
import { Tag } from '../icons/fact-icons.tsx'
import { CopyPull } from '../pull/copy-pull.tsx'
import { FirstScreenEnd } from '../ui/first-screen-end.tsx'
import { Logo } from '../ui/logo.tsx'
import { HighlightedText } from './highlighted-text.tsx'
import { RepositoryName } from './repository-name.tsx'
import { RowFacts } from './row-facts.tsx'

/** As many as a phone shows at most before somebody scrolls. */
const rowsInSight = 4

/**
 * One repository in a list: what it is on the left, what a visitor compares on the right (below on a narrow
 * screen). `words` are those to mark. On a publisher's own page, rows do not repeat whose they are.
 */
export function RepositoryRow({
  repository,
  place,
  words = [],
  registryHost,
  heading,
  matchedTag = null,
  isPublisherKnown = false,
}: {
  repository: RepositorySummary
  /** In the list, from 0. */
  place: number
  words?: readonly string[]
  /** The tag that the search means; it stands in the row, and the command pulls it. */
  matchedTag?: string | null
  /** As image-place.ts says. */
  registryHost: string
  heading: 'h2' | 'h3'
  isPublisherKnown?: boolean
}) {
  const texts = useTexts('search')
  const { registryAlias, repositoryName, newestTag, kind } = repository
  const name = toImageName(registryHost, registryAlias, repositoryName)
  return (
    <li className="grid min-h-[5.25rem] grid-cols-[auto_minmax(0,1fr)_2rem] gap-x-3 border-b border-rule py-2.5 xl:grid-cols-[auto_minmax(0,1fr)_22.5rem_2rem]">
      <div className="pt-0.5">
        <Logo
          src={repository.logoSrc}
          alias={registryAlias}
          name={repositoryName}
          size={40}
          isFurtherDown={place >= rowsInSight}
        />
      </div>
      <div className="min-w-0">
        <RepositoryName
          repository={repository}
          words={words}
          heading={heading}
          isPublisherKnown={isPublisherKnown}
        />
        <p
          {...toTextAttributes(repository.description)}
          className="line-clamp-2 text-sm text-ink-2 wrap-anywhere"
        >
          <HighlightedText text={repository.description} words={words} />
        </p>
        {matchedTag !== null && (
          <p className="mt-0.5 flex min-w-0 items-center gap-1.5 text-xs text-ink-2">
            <Tag aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
            <span className="min-w-0 truncate">
              {texts.rich('row.matchesTag', {
                tag: () => (
                  <span key="tag" className="font-mono">
                    <HighlightedText text={matchedTag} words={words} />
                  </span>
                ),
              })}
            </span>
          </p>
        )}
      </div>
      <RowFacts repository={repository} />
      {newestTag !== null && kind !== 'empty' && (
        <CopyPull
          what={{ name, tag: matchedTag ?? newestTag, digest: null, kind }}
          plainHttp={isLoopbackHost(toPlaceHost(registryHost))}
          label={texts('row.copyPull', { name: repositoryName })}
          className="col-start-3 row-start-1 -mt-1 self-start xl:col-start-4"
        />
      )}
      {place === rowsInSight - 1 && <FirstScreenEnd />}
    </li>
  )
}
