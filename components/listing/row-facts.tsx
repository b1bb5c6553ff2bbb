import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import type { RepositoryKind } from '#lib/catalog/query/search-query.ts'
import { joinNames } from '#lib/language/languages.ts'
import { Box, Puzzle, ShieldCheck, ShipWheel, TriangleAlert } from '../icons/fact-icons.tsx'
import { FileBox } from '../icons/proof-icons.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCompactNumber } from '../ui/format-count.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { toKindWords } from './filter-words.ts'
import { toLifecycleWords } from './to-lifecycle-words.ts'

/** Tag, size, time and pulls, in columns that are the same in each row and in the line above the list. */
const factColumns =
  'grid grid-cols-[minmax(0,1fr)_3.125rem_4.75rem_4.625rem] items-baseline gap-x-1.5 text-xs sm:grid-cols-[minmax(0,1fr)_4.25rem_6.75rem_5.5rem] sm:gap-x-3 xl:grid-cols-[minmax(0,1fr)_4.25rem_6.75rem_3.5rem]'

const kindIcons: Partial<Record<RepositoryKind, typeof Box>> = { image: Box, chart: ShipWheel, wasm: Puzzle }
const maxPlatforms = 4

/** What a visitor compares: the same figures at the same place in each row, and below them what it is and runs on. */
export function RowFacts({ repository }: { repository: RepositorySummary }) {
  const texts = useTexts('search')
  const language = useLanguage()
  const { newestTag, sizeBytes, updatedAt, pullCount } = repository
  return (
    <div className="col-span-2 col-start-2 mt-1 tabular-nums xl:col-span-1 xl:col-start-3 xl:mt-0">
      <div className={`${factColumns} sm:text-sm`}>
        <span className="truncate font-mono" title={newestTag ?? undefined}>
          {newestTag !== null && (
            <>
              <span className="sr-only">{texts('row.tag')} </span>
              {newestTag}
            </>
          )}
        </span>
        <span className="whitespace-nowrap text-right">
          {sizeBytes !== null && (
            <>
              <span className="sr-only">{texts('row.size')} </span>
              {formatBytes(sizeBytes)}
            </>
          )}
        </span>
        <span className="text-right">
          <span className="sr-only">{texts('row.updated')} </span>
          <RelativeTime iso={updatedAt} isNarrow />
        </span>
        <span className="text-right" title={texts('row.pullCount', { count: pullCount })}>
          {pullCount > 0 &&
            texts.rich('row.shortPullCount', {
              short: formatCompactNumber(pullCount, language),
              count: pullCount,
              unit: (words) => (
                <span key="unit" className="xl:sr-only">
                  {words}
                </span>
              ),
            })}
        </span>
      </div>
      <RowMarks repository={repository} />
    </div>
  )
}

/** The labels of the columns, once above a list. Each row says them to screen readers itself. */
export function FactLabels() {
  const texts = useTexts('search')
  return (
    <div
      aria-hidden="true"
      className="hidden grid-cols-[minmax(0,1fr)_22.5rem_2rem] gap-x-3 border-b border-rule py-1.5 text-xs text-ink-3 xl:grid"
    >
      <span>{texts('row.repository')}</span>
      <span className={factColumns}>
        <span>{texts('row.tag')}</span>
        <span className="text-right">{texts('row.size')}</span>
        <span className="text-right">{texts('row.updated')}</span>
        <span className="text-right">{texts('row.pulls')}</span>
      </span>
    </div>
  )
}

function RowMarks({ repository }: { repository: RepositorySummary }) {
  const texts = useTexts('search')
  const language = useLanguage()
  const { kind, isSigned, isSignatureVerified, licence, operatingSystems, architectures } = repository
  const Icon = kindIcons[kind] ?? FileBox
  const icon = 'size-3.5 shrink-0'
  // That an image runs on Linux goes without saying.
  const systems = operatingSystems.filter((system) => system !== 'Linux')
  const platforms = [...systems, ...architectures]
  const hidden = platforms.slice(maxPlatforms)
  const ended = toLifecycleWords(repository.lifecycle, texts, language)
  return (
    <div className="flex flex-wrap items-center gap-x-3 text-xs leading-6 text-ink-3">
      <span className={`flex items-center gap-1.5 ${kind === 'empty' ? 'text-warning' : ''}`}>
        <Icon aria-hidden="true" className={icon} strokeWidth={1.75} />
        {toKindWords(kind, texts)}
      </span>
      {ended !== null && (
        <span className="flex items-center gap-1.5 text-warning">
          <TriangleAlert aria-hidden="true" className={icon} strokeWidth={1.75} />
          {ended}
        </span>
      )}
      {(isSigned || isSignatureVerified) && (
        <span
          className="flex items-center gap-1.5"
          title={texts(isSignatureVerified ? 'row.signatureVerified' : 'row.signed')}
        >
          <ShieldCheck aria-hidden="true" className={icon} strokeWidth={1.75} />
          {texts(isSignatureVerified ? 'vouched.signature-verified' : 'vouched.signed')}
        </span>
      )}
      {licence !== null && (
        <span translate="no" className="max-w-32 truncate" title={licence}>
          <span className="sr-only">{texts('row.licence')} </span>
          {licence}
        </span>
      )}
      {platforms.length > 0 && (
        <ul
          aria-label={texts('row.platforms')}
          className="flex flex-wrap [&>li+li]:before:px-1.5 [&>li+li]:before:content-['·']"
        >
          {platforms.slice(0, maxPlatforms).map((platform) => (
            <li key={platform} className="max-w-32 truncate" title={platform}>
              {platform}
            </li>
          ))}
          {hidden.length > 0 && (
            <li title={joinNames(hidden, language)}>
              +{hidden.length}
              <span className="sr-only">
                {' '}
                {texts('row.morePlatforms', { names: joinNames(hidden, language) })}
              </span>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}
