import Link from 'next/link'
import type { ImagePage } from '#lib/gallery/get-image-page.ts'
import type { ImageReference } from '#lib/gallery/image-reference.ts'
import { imagePath, publisherPath, repositoryPath, tagsPath } from '#lib/gallery/routes.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { formatNumber } from '../ui/format-count.ts'
import { Logo } from '../ui/logo.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'

/** Says which image of which repository this is, and by which other tags it is known. */
export function ImageHeader({
  alias,
  page,
  reference,
}: {
  alias: string
  page: ImagePage
  reference: ImageReference
}) {
  const { repository, tagged, type } = page
  const { registryAlias, repositoryName, verified, logoSrc } = repository.summary
  const names = tagged === null ? [] : [tagged.tag, ...tagged.otherTags]
  const others = names.filter((name) => name !== reference.tag)
  return (
    <header className="min-w-0">
      <p className="flex items-center gap-3 text-ink-2">
        <Logo src={logoSrc} alias={registryAlias} name={repositoryName} size={32} />
        <span className="min-w-0 wrap-anywhere">
          <Link href={publisherPath(registryAlias)} className="text-ink-3 hover:text-ink hover:underline">
            {registryAlias}
          </Link>
          <span className="px-px text-ink-3">/</span>
          <Link href={repositoryPath(alias, repositoryName)} className="text-ink hover:underline">
            <BreakablePath text={repositoryName} />
          </Link>
        </span>
        {verified && <VerifiedMark />}
      </p>
      <h1 className="mt-4 font-mono text-2xl font-semibold tracking-tight wrap-anywhere">
        <span className="sr-only">
          {registryAlias}/{repositoryName}
          {reference.tag === null ? '@' : ':'}
        </span>
        {reference.tag ?? <span className="text-xl">{reference.digest}</span>}
      </h1>
      <p className="mt-1.5 text-sm text-ink-2">
        {type}
        {others.length > 0 && (
          <>
            , {reference.tag === null ? 'tagged' : 'also'}{' '}
            {others.map((name, at) => (
              <span key={name}>
                {at > 0 && ', '}
                <Link
                  href={imagePath(alias, repositoryName, { tag: name })}
                  prefetch={false}
                  className="font-mono text-xs text-ink hover:text-accent hover:underline"
                >
                  {name}
                </Link>
              </span>
            ))}
            {tagged && tagged.hiddenTagCount > 0 && ` and ${formatNumber(tagged.hiddenTagCount)} more`}
          </>
        )}
        {' · '}
        <Link href={tagsPath(alias, repositoryName)} className="link">
          All tags
        </Link>
      </p>
    </header>
  )
}
