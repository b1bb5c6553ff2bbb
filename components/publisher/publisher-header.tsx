import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { searchPath } from '#lib/addresses/search-routes.ts'
import type { Publisher } from '#lib/catalog/catalog.ts'
import { toTextAttributes } from '#lib/language/guess-text-language.ts'
import { joinNames } from '#lib/language/languages.ts'
import { toKindWords } from '../listing/filter-words.ts'
import { formatNumber } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { Logo } from '../ui/logo.tsx'
import { PlatformBadges } from '../ui/platform-badges.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'

/** Who publishes here: name, mark, aliases, what they say of themselves, and what the repositories run on. */
export function PublisherHeader({ publisher }: { publisher: Publisher }) {
  const texts = useTexts('publisher')
  const filterTexts = useTexts('search')
  const language = useLanguage()
  const { registryAlias, aliases, publisherName, updatedAt } = publisher
  const otherAliases = aliases.filter((alias) => alias !== registryAlias)
  return (
    <header className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 sm:gap-x-5">
      <span className="max-sm:hidden sm:row-span-2">
        <Logo src={null} alias={registryAlias} name={registryAlias} size={64} />
      </span>
      <span className="sm:hidden">
        <Logo src={null} alias={registryAlias} name={registryAlias} size={44} />
      </span>
      <h1
        translate="no"
        className="min-w-0 self-center text-xl font-semibold tracking-tight wrap-anywhere sm:text-2xl"
      >
        {publisherName}
      </h1>
      <div className="min-w-0 max-sm:col-span-2 max-sm:mt-2 sm:col-start-2">
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2">
          <span className="font-mono text-sm wrap-anywhere">
            {registryAlias}
            {otherAliases.length > 0 && (
              <span className="text-ink-3">
                {texts('also', { aliases: joinNames(otherAliases, language) })}
              </span>
            )}
          </span>
          {publisher.verified && <VerifiedMark words />}
          <span className="tabular-nums">{texts('repositories', { count: publisher.repositoryCount })}</span>
          {updatedAt !== null && (
            <span>
              {texts.rich('lastChange', { time: () => <RelativeTime key="time" iso={updatedAt} /> })}
            </span>
          )}
        </p>
        {publisher.description !== null && (
          <p {...toTextAttributes(publisher.description)} className="mt-3 max-w-prose wrap-anywhere">
            {publisher.description}
          </p>
        )}
        {publisher.website !== null && <WebsiteLink url={publisher.website} />}
        {publisher.kinds.length > 0 && (
          <ul
            aria-label={texts('kinds')}
            className="mt-2 flex flex-wrap gap-x-4 text-sm text-ink-2 tabular-nums"
          >
            {publisher.kinds.map(({ kind, count }) => (
              <li key={kind}>
                <IntentLink
                  href={searchPath({ publishers: [registryAlias], types: [kind] })}
                  className="link inline-block py-0.5"
                >
                  {toKindWords(kind, filterTexts)}
                </IntentLink>{' '}
                {formatNumber(count, language)}
              </li>
            ))}
          </ul>
        )}
        <PlatformBadges
          operatingSystems={publisher.operatingSystems}
          architectures={publisher.architectures}
          maxOthers={12}
          className="mt-3"
        />
      </div>
    </header>
  )
}

/** Leads to the publisher's website. The address is a stranger's, so that it is shown whole, in the form that tells look-alikes apart. */
function WebsiteLink({ url }: { url: string }) {
  const { host, pathname } = new URL(url)
  return (
    <p className="mt-1">
      <a
        href={url}
        rel="nofollow ugc noopener noreferrer"
        title={url}
        className="link inline-block min-h-6 leading-6 wrap-anywhere"
      >
        {host}
        {pathname === '/' ? '' : pathname}
      </a>
    </p>
  )
}
