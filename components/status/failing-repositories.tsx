import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { SourceStatus } from '#lib/pages/status/get-status.ts'
import { sayFailure } from '#lib/sources/say-failure.ts'
import { RelativeTime } from '../ui/relative-time.tsx'

/** Repositories that cannot be read while the rest can. */
export function FailingRepositories({ source }: { source: SourceStatus }) {
  const texts = useTexts('status')
  const language = useLanguage()
  const { failingRepositories: failing, counts } = source
  if (failing.length === 0) return null
  return (
    <details className="mt-4" open={failing.length <= 3}>
      <summary className="cursor-pointer py-1 font-semibold">
        {texts('failing.title', { count: counts.failing })}
      </summary>
      <ul className="mt-1 divide-y divide-rule border-y border-rule text-sm">
        {failing.map(({ registryId, repositoryName, cause, since, failures }) => (
          <li key={`${registryId}/${repositoryName}`} className="py-2">
            <span className="font-mono wrap-anywhere">{repositoryName}</span>{' '}
            <span className="text-ink-2">
              {texts.rich('failing.since', {
                time: () => <RelativeTime key="time" iso={since} precision="minute" />,
                count: failures,
              })}
            </span>
            <p className="max-w-prose text-ink-2">{texts('failing.said', sayFailure(cause, language))}</p>
          </li>
        ))}
      </ul>
      {counts.failing > failing.length && (
        <p className="mt-1 text-sm text-ink-2">
          {texts('failing.others', { count: counts.failing - failing.length })}
        </p>
      )}
    </details>
  )
}
