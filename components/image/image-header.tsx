import { useTexts } from '#components/language/use-texts.ts'
import { comparisonPath, imagePath } from '#lib/addresses/routes.ts'
import { tagsPath } from '#lib/addresses/tag-routes.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { Logo } from '../ui/logo.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'
import { ImageLead } from './image-lead.tsx'
import { RepositoryCrumb } from './repository-crumb.tsx'

const chip =
  'inline-flex min-h-6 min-w-6 items-center justify-center rounded-sm border px-1.5 font-mono text-xs'

/** Says which image of which repository this is, by which other tags it is known, and what it is in one sentence. */
export function ImageHeader({ links, page }: { links: ImageLinks; page: ImagePage }) {
  const texts = useTexts('image')
  const { repository, tagged } = page
  const { alias, reference } = links
  const { registryAlias, repositoryName, publisherName, verified, logoSrc } = repository.summary
  const names = tagged === null ? [] : [tagged.tag, ...tagged.otherTags]
  const others = names.filter((name) => name !== reference.tag)
  return (
    // On a phone, what leads elsewhere comes last, so that the name of the repository has the whole line.
    <header className="flex min-w-0 flex-col sm:grid sm:grid-cols-[minmax(0,1fr)_auto] sm:gap-x-4">
      <div className="flex items-start gap-2.5 text-ink-2">
        <Logo src={logoSrc} alias={registryAlias} name={repositoryName} size={24} />
        <p className="flex min-w-0 flex-wrap items-center gap-x-3.5">
          <RepositoryCrumb alias={alias} registryAlias={registryAlias} repositoryName={repositoryName} />
          {verified ? (
            <span className="flex min-w-0 items-center gap-1.5 text-sm text-verified">
              <VerifiedMark />
              <span translate="no" className="min-w-0 wrap-anywhere">
                {publisherName}
              </span>
            </span>
          ) : (
            publisherName !== registryAlias && (
              <span className="min-w-0 text-sm wrap-anywhere">
                {texts.rich('by', {
                  name: () => (
                    <span key="name" translate="no">
                      {publisherName}
                    </span>
                  ),
                })}
              </span>
            )
          )}
        </p>
      </div>
      <p className="last-on-phone flex flex-wrap gap-2 max-sm:mt-3">
        {page.previousTag !== null && (
          <IntentLink
            href={comparisonPath(alias, repositoryName, {
              from: page.previousTag,
              to: reference.tag ?? reference.digest,
              platform: reference.platform,
            })}
            prefetch={false}
            className="control inline-flex h-8 items-center px-3 text-sm"
          >
            {texts('compare')}
          </IntentLink>
        )}
        <IntentLink
          href={tagsPath(alias, repositoryName)}
          className="control inline-flex h-8 items-center px-3 text-sm"
        >
          {texts('allTags')}
        </IntentLink>
      </p>
      <div className="mt-2.5 flex flex-wrap items-center gap-x-3.5 gap-y-2 sm:col-span-2">
        <h1 className="min-w-0 font-mono text-2xl font-semibold tracking-tight wrap-anywhere">
          <span className="sr-only">
            {registryAlias}/{repositoryName}
            {reference.tag === null ? '@' : ':'}
          </span>
          {reference.tag ?? <span className="text-base">{reference.digest}</span>}
        </h1>
        {(others.length > 0 || tagged !== null) && (
          <p className="flex min-w-0 flex-wrap items-center gap-1.5">
            {others.length > 0 && (
              <span className="sr-only">{texts(reference.tag === null ? 'tagged' : 'alsoTagged')}</span>
            )}
            {others.map((name) => (
              <IntentLink
                key={name}
                href={imagePath(alias, repositoryName, { tag: name })}
                prefetch={false}
                className={`${chip} wrap-anywhere hover:underline ${
                  name === 'latest'
                    ? 'border-accent-soft bg-accent-soft font-semibold text-accent'
                    : 'border-rule-strong text-ink-2'
                }`}
              >
                {name}
              </IntentLink>
            ))}
            {tagged !== null && tagged.hiddenTagCount > 0 && (
              <span className="text-xs text-ink-2">
                {texts('moreTags', { count: tagged.hiddenTagCount })}
              </span>
            )}
          </p>
        )}
      </div>
      <ImageLead links={links} page={page} />
    </header>
  )
}
