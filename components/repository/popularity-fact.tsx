'use client'

import useSWR from 'swr'
import type { RepositoryPulls } from '#lib/gallery/get-repository-pulls.ts'
import { repositoryPullsPath } from '#lib/gallery/routes.ts'
import { fetchJson } from '../ui/fetch-json.ts'
import { formatNumber } from '../ui/format-count.ts'
import { Sparkline } from '../ui/sparkline.tsx'
import { describePulls } from './describe-pulls.ts'

const refreshMs = 60_000

/**
 * How often the repository was pulled, with a bar for each of the last thirty days. The page that it stands on is kept for
 * up to an hour, so the browser asks for the counts of now; they take the place of the old ones without moving anything.
 */
export function PopularityFact({
  alias,
  repositoryName,
  pulls,
}: {
  alias: string
  repositoryName: string
  /** As they were when the page was made. */
  pulls: RepositoryPulls
}) {
  const { data = pulls } = useSWR(repositoryPullsPath(alias, repositoryName), fetchJson<RepositoryPulls>, {
    fallbackData: pulls,
    refreshInterval: refreshMs,
    revalidateOnFocus: false,
    shouldRetryOnError: false,
  })
  return (
    <div className="flex items-center gap-4 px-4 py-2">
      <dt className="shrink-0 text-ink-2">Pulls</dt>
      <dd className="flex min-w-0 flex-1 items-center justify-between gap-4">
        <Sparkline counts={data.days.map(({ count }) => count)} label={describePulls(data.days)} />
        <span className="tabular-nums">{formatNumber(data.total)}</span>
      </dd>
    </div>
  )
}
