import { imagePath } from '#lib/addresses/routes.ts'
import type { TagPage } from '#lib/pages/select-tags.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'

/** What `latest` is, in words; where there is none, which tag is offered first. */
export function LatestLine({
  alias,
  repositoryName,
  page: { latest, defaultTag },
  since,
}: {
  alias: string
  repositoryName: string
  page: Pick<TagPage, 'latest' | 'defaultTag'>
  /** ISO 8601: from when on `latest` has been what it is; null where that is not known. */
  since: string | null
}) {
  const link = (tag: string) => (
    <IntentLink
      href={imagePath(alias, repositoryName, { tag })}
      prefetch={false}
      className="relative inline-block min-h-6 font-mono after:absolute after:-inset-x-2 after:inset-y-0 after:content-[''] hover:text-accent hover:underline"
    >
      {tag}
    </IntentLink>
  )
  if (latest === null && defaultTag === null) return null
  const isOther = defaultTag !== null && defaultTag !== 'latest' && !latest?.tags.includes(defaultTag)
  return (
    <h2 className="mb-1 text-lg sm:mb-4 font-semibold wrap-anywhere">
      {latest !== null && (
        <>
          {link('latest')} <Names tags={latest.tags} link={link} since={since} />
        </>
      )}
      {isOther && (
        <span className={latest === null ? '' : 'text-sm font-normal text-ink-2'}>
          {latest !== null && '; '}
          {link(defaultTag)} is offered first
        </span>
      )}
    </h2>
  )
}

function Names({
  tags: [first, ...others],
  link,
  since,
}: {
  tags: readonly string[]
  link: (tag: string) => React.ReactNode
  since: string | null
}) {
  if (first === undefined) return <span className="font-normal text-ink-2">is not tagged with a version</span>
  return (
    <>
      is {link(first)}
      {since !== null && (
        <span className="text-sm font-normal text-ink-2 max-sm:hidden">
          {' since '}
          <time dateTime={since} data-on-paper={formatDate(since)}>
            <span>{formatDate(since)}</span>
          </time>
        </span>
      )}
      {others.length > 0 && (
        <span className="text-sm font-normal text-ink-2">
          , as {others.length === 1 ? 'is' : 'are'}{' '}
          {others.map((tag, at) => (
            <span key={tag}>
              {at > 0 && (at === others.length - 1 ? ' and ' : ', ')}
              {link(tag)}
            </span>
          ))}
        </span>
      )}
    </>
  )
}
