import Link from 'next/link'
import type { RepositoryPage } from '#lib/gallery/get-repository-page.ts'
import { publisherPath } from '#lib/gallery/routes.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { Logo } from '../ui/logo.tsx'
import { PlatformBadges } from '../ui/platform-badges.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'
import { describePlatforms } from './describe-platforms.ts'

/** Says exactly what this is: logo, name, who publishes it, one sentence, and what it runs on. */
export function Placard({ page }: { page: RepositoryPage }) {
  const { summary, description } = page
  const { registryAlias, repositoryName, publisherName, verified } = summary
  const difference = describePlatforms(page.declared, page.imagePlatforms)
  return (
    <header className="flex flex-col gap-4 sm:flex-row sm:gap-5">
      <Logo src={summary.logoSrc} alias={registryAlias} name={repositoryName} size={64} />
      <div className="min-w-0 flex-1 sm:-mt-1">
        <h1
          className={`${repositoryName.length > 48 ? 'text-xl' : 'text-2xl'} font-semibold tracking-tight wrap-anywhere`}
        >
          <Link
            href={publisherPath(registryAlias)}
            className="font-normal text-ink-3 hover:text-ink hover:underline hover:decoration-1 hover:underline-offset-4"
          >
            {registryAlias}
          </Link>
          <span className="px-px font-normal text-ink-3">/</span>
          <BreakablePath text={repositoryName} />
        </h1>
        <p className="mt-1 flex flex-wrap items-center gap-x-3.5 gap-y-1 text-ink-2">
          <span className="wrap-anywhere">
            by{' '}
            <Link
              href={publisherPath(registryAlias)}
              className="hover:text-ink hover:underline hover:decoration-1 hover:underline-offset-3"
            >
              {publisherName}
            </Link>
          </span>
          {verified && <VerifiedMark words />}
        </p>
        {description !== '' && (
          <p
            className={`mt-2 max-w-[42rem] whitespace-pre-line text-ink-2 wrap-anywhere ${description.length > 280 ? 'text-base' : 'text-lg'}`}
          >
            {description}
          </p>
        )}
        <PlatformBadges
          operatingSystems={page.operatingSystems}
          architectures={page.architectures}
          maxOthers={12}
          className="mt-3"
        />
        {difference !== null && <p className="mt-1.5 text-sm text-ink-3 wrap-anywhere">{difference}</p>}
      </div>
    </header>
  )
}
