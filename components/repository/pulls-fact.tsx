'use client'

import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { repositoryPullsPath } from '#lib/addresses/routes.ts'
import type { RepositoryPulls } from '#lib/pages/repository/get-repository-pulls.ts'
import { formatNumber } from '../ui/format-count.ts'
import { Sparkline } from '../ui/sparkline.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { describePulls } from './describe-pulls.ts'

const refreshMs = 60_000

/**
 * How often the repository was pulled in the last thirty days, with a bar for each of them. The page that it stands on is kept
 * for up to an hour, so the browser asks for the counts of now; they take the place of the old ones without moving anything.
 */
export function PullsFact({
  alias,
  repositoryName,
  pulls,
}: {
  alias: string
  repositoryName: string
  /** As they were when the page was made. */
  pulls: RepositoryPulls
}) {
  const texts = useTexts('repositoryTools')
  const language = useLanguage()
  const path = repositoryPullsPath(alias, repositoryName)
  const now = useAnswer<RepositoryPulls>(path, { refreshMs })
  const { days, total } = (now.path === path ? now.answer : undefined) ?? pulls
  const counted = days.reduce((sum, { count }) => sum + count, 0)
  return (
    <div data-pulls="" className="min-w-0" title={texts('pulls.inAll', { count: total })}>
      <dt className="text-xs whitespace-nowrap text-ink-3">{texts('pulls.ofDays', { days: days.length })}</dt>
      {/* Where both do not fit, the bars wrap into a second line, which is not shown. */}
      <dd className="flex h-6 flex-row-reverse flex-wrap items-center justify-end gap-x-2 overflow-hidden text-sm leading-6 tabular-nums">
        <span className="min-w-[5ch]">{formatNumber(counted, language)}</span>
        <Sparkline counts={days.map(({ count }) => count)} label={describePulls(days, texts, language)} />
      </dd>
    </div>
  )
}
