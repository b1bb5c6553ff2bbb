'use client'

import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { toPlatformOptions } from '#lib/commands/pull-offer.ts'
import type { RepositoryPulls } from '#lib/pages/repository/get-repository-pulls.ts'
import { ChevronDown } from '../icons/control-icons.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { sayPlatform } from '../ui/say-platform.ts'
import { AttachedLink, attachedPath, SignatureLink } from './attached-link.tsx'
import { PullsFact } from './pulls-fact.tsx'
import { useShownTag } from './shown-tag.tsx'
import { SourceLink } from './source-link.tsx'
import { useRunsOn } from './use-runs-on.ts'

/** So many platforms stand in one line of a wide screen. */
const maxPlatforms = 6

/** Its size is shown where nothing is chosen. */
const usualPlatform = 'linux/amd64'

/**
 * What a visitor decides by, of the tag that the page shows: one ruled strip of label over value, in the same order everywhere,
 * then what it runs on. On a phone two lines say the most of it, and open to the rest without a script.
 */
export function FactStrip({
  alias,
  repositoryName,
  pulls,
  updatedAt,
  declared,
  firstRunsOn,
}: {
  alias: string
  repositoryName: string
  /** As they were when the page was made; null where pulls are not counted. */
  pulls: RepositoryPulls | null
  /** ISO 8601, of the repository; shown where nothing was pushed. */
  updatedAt: string
  /** What the publisher declares, where no image says it: as it is shown, and in words, which may be none. */
  declared: { badges: ReactNode; words: string }
  /** What the tag that the page came with runs on, in few words. */
  firstRunsOn: string
}) {
  const { tag, facts, isStale, address } = useShownTag()
  const options = toPlatformOptions(facts?.platforms ?? [])
  const chosen = facts?.platforms.find(({ key }) => key === address.platform) ?? null
  const usual = facts?.platforms.find(({ key }) => key === usualPlatform) ?? facts?.platforms[0]
  const sized = chosen ?? usual ?? null
  const sizeBytes = chosen?.sizeBytes ?? facts?.sizeBytes ?? (chosen ? null : tag?.sizeBytes) ?? null
  const pushedAt = tag?.pushedAt ?? updatedAt
  const counted = pulls?.days.reduce((sum, { count }) => sum + count, 0) ?? 0
  const attached = tag && attachedPath(alias, repositoryName, tag.tag)
  const dimmed = isStale ? 'opacity-60' : ''
  const texts = useTexts('repositoryTools')
  const ui = useTexts('ui')
  const runsOn = useRunsOn(firstRunsOn)
  const kind = tag === null || tag.kind === 'image' ? null : ui(`kinds.${tag.kind}`)
  const what = kind ?? (runsOn || declared.words)
  return (
    <div data-facts="" aria-busy={isStale} className="border-y border-rule sm:border-t-rule-strong">
      <details className="fold peer sm:hidden">
        <summary className="flex min-h-10 cursor-pointer items-center gap-1 py-1 text-sm text-ink-2 tabular-nums">
          <span className="min-w-0 flex-1">
            {what !== '' && <span className="block truncate text-ink">{what}</span>}
            <span className="block truncate">
              {sizeBytes !== null && `${formatBytes(sizeBytes)} · `}
              {counted > 0 && `${texts('pulls.count', { count: counted })} · `}
              {texts.rich(tag === null ? 'facts.updatedAt' : 'facts.pushedAt', {
                time: () => <RelativeTime key="time" iso={pushedAt} isNarrow />,
              })}
            </span>
          </span>
          <ChevronDown aria-hidden="true" className="fold-mark size-4 shrink-0 text-ink-3" />
        </summary>
      </details>
      <div className="max-sm:hidden max-sm:peer-open:block">
        <dl
          className={`grid grid-cols-2 gap-x-6 gap-y-2.5 py-2.5 sm:grid-cols-[1.3fr_1.3fr_0.9fr_1.1fr] sm:gap-x-4 ${
            facts === null ? '' : 'lg:grid-cols-[1.5fr_0.8fr_1fr_1.4fr_1.1fr_1.6fr_0.9fr]'
          } ${dimmed}`}
        >
          {facts && (
            <>
              <Fact name={texts(facts.signature?.by ? 'facts.signedBy' : 'facts.signature')} isInPlacard>
                {attached && (facts.attached.signatures > 0 || facts.signature !== null) ? (
                  <SignatureLink facts={facts} path={attached} />
                ) : (
                  <None words={texts('facts.none')} />
                )}
              </Fact>
              <Fact name={texts('facts.sbom')} isInPlacard>
                {attached && facts.attached.boms > 0 ? (
                  <AttachedLink kind="boms" path={attached} words={texts('facts.attached')} />
                ) : (
                  <None words={texts('facts.none')} />
                )}
              </Fact>
              <Fact name={texts('facts.licence')} isInPlacard>
                {facts.licence === null ? (
                  <None words={texts('facts.notStated')} />
                ) : (
                  <span title={facts.licence}>{facts.licence}</span>
                )}
              </Fact>
              <Fact name={texts('facts.source')} isInPlacard>
                {facts.sourceUrl === null ? (
                  <None words={texts('facts.notStated')} />
                ) : (
                  <SourceLink url={facts.sourceUrl} />
                )}
              </Fact>
            </>
          )}
          {sizeBytes !== null && (
            <Fact
              name={
                sized ? texts('facts.sizeOf', { platform: sayPlatform(sized.text, ui) }) : texts('facts.size')
              }
            >
              {formatBytes(sizeBytes)}
            </Fact>
          )}
          {pulls && <PullsFact alias={alias} repositoryName={repositoryName} pulls={pulls} />}
          <Fact name={texts(tag?.pushedAt ? 'facts.pushed' : 'facts.updated')}>
            <RelativeTime iso={pushedAt} />
          </Fact>
        </dl>
        {what !== '' && (
          <div className={`flex min-h-10 items-center gap-3 border-t border-rule py-2 ${dimmed}`}>
            <span className="shrink-0 text-xs text-ink-3">{texts(kind ? 'facts.kind' : 'facts.runsOn')}</span>
            {kind ? (
              <span className="text-sm">{kind}</span>
            ) : options.length === 0 ? (
              declared.badges
            ) : (
              <ul
                aria-label={ui('platforms.title')}
                className="flex min-w-0 gap-1.5 max-sm:flex-wrap sm:overflow-hidden"
              >
                {options.slice(0, maxPlatforms).map(({ key, text }) => (
                  <li
                    key={key}
                    className="truncate rounded-sm border border-rule-strong px-1.5 font-mono text-xs text-ink-2"
                  >
                    {text}
                  </li>
                ))}
                {options.length > maxPlatforms && (
                  <li className="shrink-0 text-xs text-ink-3">
                    {texts('facts.morePlatforms', { count: options.length - maxPlatforms })}
                  </li>
                )}
              </ul>
            )}
          </div>
        )}
      </div>
    </div>
  )
}

function Fact({
  name,
  isInPlacard = false,
  children,
}: {
  name: string
  /** A phone shows it further up. */
  isInPlacard?: boolean
  children: ReactNode
}) {
  return (
    <div className={`min-w-0 ${isInPlacard ? 'max-sm:hidden' : ''}`}>
      <dt className="truncate text-xs text-ink-3">{name}</dt>
      <dd className="h-6 truncate text-sm leading-6 tabular-nums">{children}</dd>
    </div>
  )
}

function None({ words }: { words: string }) {
  return <span className="text-ink-3">{words}</span>
}
