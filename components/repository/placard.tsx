import { useTexts } from '#components/language/use-texts.ts'
import { publisherPath } from '#lib/addresses/routes.ts'
import { toTextAttributes } from '#lib/language/guess-text-language.ts'
import type { RepositoryPage } from '#lib/pages/repository/get-repository-page.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { Logo } from '../ui/logo.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'

/** Two lines of a phone hold so much for certain. */
const maxShortLength = 80

/** Says what this is: logo, name, who publishes it, and one sentence, of which a phone shows two lines until asked for more. */
export function Placard({ page }: { page: RepositoryPage }) {
  const texts = useTexts('repository')
  const { summary, description } = page
  const { registryAlias, repositoryName, publisherName, verified } = summary
  const isLong = repositoryName.length > 48
  return (
    <header className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 sm:gap-x-5">
      <span className="max-sm:hidden sm:row-span-2">
        <Logo src={summary.logoSrc} alias={registryAlias} name={repositoryName} size={64} />
      </span>
      <span className="sm:hidden">
        <Logo src={summary.logoSrc} alias={registryAlias} name={repositoryName} size={44} />
      </span>
      <div className="min-w-0 sm:-mt-1">
        <h1
          className={`font-semibold tracking-tight wrap-anywhere max-sm:text-xl max-sm:leading-6 ${isLong ? 'sm:text-xl' : 'sm:text-2xl'}`}
        >
          <IntentLink
            href={publisherPath(registryAlias)}
            className="font-normal text-ink-3 hover:text-ink hover:underline hover:decoration-1 hover:underline-offset-4"
          >
            {registryAlias}
          </IntentLink>
          <span className="px-px font-normal text-ink-3">/</span>
          <BreakablePath text={repositoryName} />
        </h1>
        <p className="flex flex-wrap items-center gap-x-3.5 text-ink-2 max-sm:text-sm sm:mt-1">
          <span className="wrap-anywhere">
            {texts.rich('by', {
              publisher: () => (
                <IntentLink
                  key="publisher"
                  href={publisherPath(registryAlias)}
                  translate="no"
                  className="py-1 hover:text-ink hover:underline hover:decoration-1 hover:underline-offset-3"
                >
                  {publisherName}
                </IntentLink>
              ),
            })}
          </span>
          {page.origin !== null && (
            <span className="wrap-anywhere">{texts('from', { host: page.origin })}</span>
          )}
          {verified && <VerifiedMark words="brief" />}
        </p>
      </div>
      {description !== '' && <Description text={description} />}
    </header>
  )
}

function Description({ text }: { text: string }) {
  const texts = useTexts('repository')
  return (
    <div className="max-w-[46rem] max-sm:col-span-2 max-sm:mt-2 sm:col-start-2 sm:mt-2">
      <div
        className={`whitespace-pre-line text-ink-2 wrap-anywhere max-sm:line-clamp-2 max-sm:has-[details[open]]:block ${text.length > 280 ? 'text-base' : 'text-base sm:text-lg'}`}
      >
        {text.length > maxShortLength && (
          // Floats at the end of the second line, so that the text breaks off between two words before it.
          <details className="more-of-text open:hidden sm:hidden">
            <summary className="link block cursor-pointer list-none [&::-webkit-details-marker]:hidden">
              {texts.rich('more', {
                what: (words) => (
                  <span key="what" className="sr-only">
                    {words}
                  </span>
                ),
              })}
            </summary>
          </details>
        )}
        <p {...toTextAttributes(text)}>{text}</p>
      </div>
    </div>
  )
}
