import type { SourceProblem } from '#lib/catalog/store/sync-state.ts'
import { formatExactTime } from '../ui/format-relative-time.ts'
import { RelativeTime } from '../ui/relative-time.tsx'

/** What is wrong, since when, and what to do: for somebody who was woken by it. */
export function ProblemBox({ problem, syncedAt }: { problem: SourceProblem; syncedAt: string | null }) {
  return (
    <dl className="mt-4 grid gap-x-6 gap-y-3 border-l-2 border-danger bg-sunk px-4 py-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <Line term="What is wrong">{problem.what}</Line>
      <Line term="Since">
        {formatExactTime(problem.since)} (<RelativeTime iso={problem.since} precision="minute" />
        ), last tried <RelativeTime iso={problem.last} precision="minute" />
      </Line>
      <Line term="What to do">{problem.advice}</Line>
      <Line term="Meanwhile">
        {syncedAt === null ? (
          'Nothing of this source has been read yet.'
        ) : (
          <>
            Visitors see what there was at {formatExactTime(syncedAt)} (
            <RelativeTime iso={syncedAt} precision="minute" />
            ).
          </>
        )}
      </Line>
    </dl>
  )
}

function Line({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-sm text-ink-2">{term}</dt>
      <dd className="-mt-2 max-w-prose wrap-anywhere sm:mt-0">{children}</dd>
    </>
  )
}
