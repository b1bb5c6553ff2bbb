import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { SourceProblem } from '#lib/catalog/store/sync-state.ts'
import { sayFailure } from '#lib/sources/say-failure.ts'
import { formatExactTime } from '../ui/format-exact-time.ts'
import { RelativeTime } from '../ui/relative-time.tsx'

/** What is wrong, since when, and what to do: for somebody who was woken by it. */
export function ProblemBox({ problem, syncedAt }: { problem: SourceProblem; syncedAt: string | null }) {
  const texts = useTexts('status')
  const language = useLanguage()
  const { since, last } = problem
  const { what, advice } = sayFailure(problem.failure, language)
  return (
    <dl className="mt-4 grid gap-x-6 gap-y-3 border-l-2 border-danger bg-sunk px-4 py-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <Line term={texts('problem.what')}>{what}</Line>
      <Line term={texts('problem.since')}>
        {texts.rich('problem.sinceWhen', {
          since: formatExactTime(since, language),
          ago: () => <RelativeTime key="ago" iso={since} precision="minute" />,
          last: () => <RelativeTime key="last" iso={last} precision="minute" />,
        })}
      </Line>
      <Line term={texts('problem.advice')}>{advice}</Line>
      <Line term={texts('problem.meanwhile')}>
        {syncedAt === null
          ? texts('problem.nothingRead')
          : texts.rich('problem.shown', {
              time: formatExactTime(syncedAt, language),
              ago: () => <RelativeTime key="ago" iso={syncedAt} precision="minute" />,
            })}
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
