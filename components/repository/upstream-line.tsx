import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import type { RepositoryUpstream } from '#lib/pages/repository/get-repository-upstream.ts'
import { sayUpstreamFailure } from '#lib/sources/say-upstream-failure.ts'
import { TriangleAlert } from '../icons/fact-icons.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'

const unknown = { code: 'unknown', status: null }

/** Below the placard: from which registry this is pulled through, when that was last asked, and what it has besides. */
export function UpstreamLine({ upstream }: { upstream: RepositoryUpstream }) {
  const texts = useTexts('repository')
  const { host, name, checkedAt, refusal, reason, behindTags } = upstream
  const language = useLanguage()
  const said = refusal === null ? undefined : sayUpstreamFailure(reason ?? unknown, host, language)
  return (
    <div className="flex flex-wrap items-baseline gap-x-3.5 gap-y-0.5 text-sm text-ink-2" data-upstream="">
      <p className="min-w-0">
        {texts.rich('upstream.from', {
          name: () => (
            <span key="name" translate="no" className="font-mono wrap-anywhere text-ink">
              {`${host}/${name}`}
            </span>
          ),
        })}
      </p>
      {said !== undefined && (
        <p className="text-ink" title={said}>
          <TriangleAlert
            aria-hidden="true"
            className="mr-1.5 inline size-4 align-[-0.15em] text-warning"
            strokeWidth={1.75}
          />
          {texts('upstream.refused')}
        </p>
      )}
      {behindTags !== null && behindTags > 0 && <p>{texts('upstream.behind', { count: behindTags })}</p>}
      {checkedAt !== null && (
        <p>{texts.rich('upstream.checked', { time: () => <RelativeTime key="time" iso={checkedAt} /> })}</p>
      )}
    </div>
  )
}
