import { useTexts } from '#components/language/use-texts.ts'
import { publisherPath } from '#lib/addresses/routes.ts'
import type { NamedPublisher as Named } from '#lib/catalog/catalog.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { Logo } from '../ui/logo.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'

/** The publisher whose name was typed, above the repositories. */
export function NamedPublisher({ publisher }: { publisher: Named }) {
  const { registryAlias, publisherName, verified, repositoryCount } = publisher
  const texts = useTexts('search')
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 border-b border-rule-strong py-2.5 sm:grid-cols-[auto_minmax(0,1fr)_auto]">
      <Logo src={null} alias={registryAlias} name={registryAlias} size={40} />
      <div className="min-w-0">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-lg font-semibold">
          <span translate="no" className="min-w-0 truncate">
            {publisherName}
          </span>
          {verified && <VerifiedMark words />}
        </p>
        <p className="text-sm text-ink-2 tabular-nums">{texts('found', { count: repositoryCount })}</p>
      </div>
      <IntentLink
        href={publisherPath(registryAlias)}
        className="link col-start-2 inline-block py-1 text-sm sm:col-start-3"
      >
        {texts('allOf', { publisher: publisherName })}
      </IntentLink>
    </div>
  )
}
