import { useTexts } from '#components/language/use-texts.ts'
import { publisherPath } from '#lib/addresses/routes.ts'
import type { Publisher } from '#lib/catalog/catalog.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { Logo } from '../ui/logo.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'

/** One publisher in a list. */
export function PublisherRow({
  publisher,
  heading: Heading,
}: {
  publisher: Publisher
  heading: 'h2' | 'h3'
}) {
  const texts = useTexts('publisher')
  const { registryAlias, publisherName, repositoryCount, updatedAt } = publisher
  return (
    <li className="grid min-h-[4.0625rem] grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 border-b border-rule py-2">
      <Logo src={null} alias={registryAlias} name={registryAlias} size={40} />
      <div className="min-w-0 self-start">
        <Heading className="flex min-w-0 items-center gap-1.5 text-lg">
          <IntentLink
            href={publisherPath(registryAlias)}
            translate="no"
            className="min-w-0 rounded-sm py-px wrap-anywhere sm:truncate font-semibold hover:underline hover:decoration-1 hover:underline-offset-3"
          >
            {publisherName}
          </IntentLink>
          {publisher.verified && <VerifiedMark />}
        </Heading>
        {/* Positioned, so that what is read aloud of a time is cut off with the line. */}
        <p className="relative truncate text-sm text-ink-2 tabular-nums">
          {texts('repositories', { count: repositoryCount })}
          {updatedAt !== null && (
            <span className="text-ink-3">
              {' '}
              {texts.rich('updated', { time: () => <RelativeTime key="time" iso={updatedAt} /> })}
            </span>
          )}
        </p>
      </div>
    </li>
  )
}
