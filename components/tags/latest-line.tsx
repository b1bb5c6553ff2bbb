import { Fragment, type ReactNode } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import type { TagPage } from '#lib/pages/tags/select-tags.ts'
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
  const texts = useTexts('tags')
  const link = (tag: string) => (
    <IntentLink
      key={tag}
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
      {latest !== null && <Names tags={latest.tags} link={link} since={since} />}
      {isOther && (
        <span className={latest === null ? '' : 'text-sm font-normal text-ink-2'}>
          {texts.rich(latest === null ? 'latest.first' : 'latest.otherFirst', {
            tag: () => link(defaultTag),
          })}
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
  link: (tag: string) => ReactNode
  since: string | null
}) {
  const texts = useTexts('tags')
  const language = useLanguage()
  const latest = () => link('latest')
  if (first === undefined) {
    return texts.rich('latest.unversioned', {
      latest,
      quiet: (words) => (
        <span key="quiet" className="font-normal text-ink-2">
          {words}
        </span>
      ),
    })
  }
  const tag = () => link(first)
  const tags = () =>
    others.map((other, at) => (
      <Fragment key={other}>
        {toGap(at)}
        {link(other)}
      </Fragment>
    ))
  const toGap = (at: number) => at > 0 && texts(at === others.length - 1 ? 'and' : 'comma')
  return (
    <>
      {since === null
        ? texts.rich('latest.is', { latest, tag })
        : texts.rich('latest.isSince', {
            latest,
            tag,
            since: (words) => (
              <span key="since" className="text-sm font-normal text-ink-2 max-sm:hidden">
                {words}
              </span>
            ),
            date: () => (
              <time key="date" dateTime={since} data-on-paper={formatDate(since, language)}>
                <span>{formatDate(since, language)}</span>
              </time>
            ),
          })}
      {others.length > 0 && (
        <span className="text-sm font-normal text-ink-2">
          {texts.rich(others.length === 1 ? 'latest.asIs' : 'latest.asAre', { tags })}
        </span>
      )}
    </>
  )
}
