import type { ReactNode } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import type { Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { LifecycleNotice, Successor } from '#lib/pages/repository/find-lifecycle-notice.ts'
import { TriangleAlert } from '../icons/fact-icons.tsx'
import { ArrowRight } from '../icons/list-icons.tsx'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { Logo } from '../ui/logo.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'

/** Above a page: that what it shows ends or is deprecated, and what follows it. */
export function LifecycleBanner({
  notice,
  warns,
}: {
  notice: LifecycleNotice
  /** Whether its registry tells those who pull, too. */
  warns: boolean
}) {
  const texts = useTexts('repository')
  const language = useLanguage()
  const { what, state, successor, sentence } = notice
  return (
    <aside aria-labelledby={`lifecycle-of-${what}`} className="border-b border-warning/40 bg-warning-soft">
      {/* Both columns have their widths before what stands in them has come. */}
      <div
        className={`mx-auto grid max-w-[75rem] items-start gap-x-10 gap-y-4 px-4 py-4 sm:px-6 sm:py-5 ${successor === null ? '' : 'lg:grid-cols-[minmax(0,1fr)_20rem]'}`}
      >
        <div className="flex min-w-0 gap-3">
          <TriangleAlert
            aria-hidden="true"
            className="mt-0.5 size-5 shrink-0 text-warning"
            strokeWidth={1.75}
          />
          <div className="min-w-0">
            <h2 id={`lifecycle-of-${what}`} className="text-lg font-semibold">
              {toHeadline(notice, texts, language)}
            </h2>
            <p className="text-sm text-ink-2">
              {texts(state === 'ended' ? `lifecycle.means.ended.${what}` : `lifecycle.means.${state}`)}
            </p>
            <Course notice={notice} />
            {warns && (
              <details className="phone-fold mt-2 text-xs text-ink-2">
                <summary>{texts('lifecycle.warnsTitle')}</summary>
                <p className="wrap-anywhere">
                  {texts.rich('lifecycle.warns', {
                    what,
                    warning: () => (
                      <code key="warning" className="font-mono">
                        {`Warning: 299 - "${sentence}"`}
                      </code>
                    ),
                  })}
                </p>
              </details>
            )}
          </div>
        </div>
        {successor !== null && <SuccessorCard successor={successor} />}
      </div>
    </aside>
  )
}

/** Where today is between the day from which on it was deprecated and the last one. */
function Course({ notice: { deprecatedSince, endsOn, state } }: { notice: LifecycleNotice }) {
  const texts = useTexts('repository')
  const language = useLanguage()
  if (deprecatedSince === null || endsOn === null || state === 'ended') return null
  const [from, to] = [Date.parse(deprecatedSince), Date.parse(endsOn)]
  if (from >= to) return null
  const toWords = (words: ReactNode) => (
    <span key="words" className="block text-ink-2">
      {words}
    </span>
  )
  const percent = Math.min(100, Math.max(0, ((Date.now() - from) / (to - from)) * 100))
  return (
    <div className="mt-3 max-w-[30rem] text-xs">
      <div className="h-1.5 rounded-sm border border-warning/60" aria-hidden="true">
        <div className="h-full bg-warning" style={{ width: `${percent.toFixed(1)}%` }} />
      </div>
      <div className="mt-1 flex justify-between gap-3">
        <span>
          {texts.rich('lifecycle.deprecatedOn', {
            date: () => formatDate(deprecatedSince, language),
            words: toWords,
          })}
        </span>
        <span className="text-right">
          {texts.rich('lifecycle.lastDay', { date: () => formatDate(endsOn, language), words: toWords })}
        </span>
      </div>
    </div>
  )
}

function SuccessorCard({ successor: { text, tag, repository } }: { successor: Successor }) {
  const texts = useTexts('repository')
  if (repository === null) {
    return (
      <p className="min-w-0 text-sm">
        <span className="block text-xs text-ink-2">{texts('lifecycle.followedBy')}</span>
        <span className="font-mono wrap-anywhere">{text}</span>
        <span className="block text-xs text-ink-2">{texts('lifecycle.notHere')}</span>
      </p>
    )
  }
  const { registryAlias, repositoryName, publisherName, verified, logoSrc } = repository
  return (
    <div className="min-w-0 lg:border-l lg:border-warning/40 lg:pl-8">
      <p className="text-xs text-ink-2">{texts('lifecycle.followedBy')}</p>
      <div className="mt-1.5 flex items-center gap-2.5">
        <Logo src={logoSrc} alias={registryAlias} name={repositoryName} size={40} />
        <p className="min-w-0 text-sm">
          <span className="block font-semibold wrap-anywhere">
            {registryAlias}/<BreakablePath text={repositoryName} />
            {tag !== null && `:${tag}`}
          </span>
          <span className="flex items-center gap-1.5 text-ink-2">
            {verified && <VerifiedMark />}
            <span translate="no" className="min-w-0 wrap-anywhere">
              {publisherName}
            </span>
          </span>
        </p>
      </div>
      <IntentLink
        href={
          tag === null
            ? repositoryPath(registryAlias, repositoryName)
            : imagePath(registryAlias, repositoryName, { tag })
        }
        className="mt-3 inline-flex min-h-9 items-center gap-2 rounded-sm bg-accent px-4 text-sm font-semibold text-on-accent hover:opacity-90"
      >
        {texts('lifecycle.goToSuccessor')}
        <ArrowRight aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </IntentLink>
    </div>
  )
}

/** Such as "This repository ends on 31 Jan 2027, in 64 days". */
function toHeadline(
  { what, state, endsOn, deprecatedSince, daysLeft }: LifecycleNotice,
  texts: Texts<'repository'>,
  language: Language,
): ReactNode {
  const since = deprecatedSince === null ? '' : formatDate(deprecatedSince, language)
  const day = (words: ReactNode) => (
    <span key={String(words)} className="whitespace-nowrap">
      {words}
    </span>
  )
  if (endsOn === null) {
    return since === ''
      ? texts(`lifecycle.deprecated.${what}`)
      : texts.rich('lifecycle.deprecatedSince', { what, since, day })
  }
  const date = formatDate(endsOn, language)
  if (state === 'ended') return texts.rich('lifecycle.ended', { what, date, day })
  const days = Math.max(0, daysLeft ?? 0)
  if (state === 'ending') return texts.rich('lifecycle.ends', { what, date, days, day })
  return since === ''
    ? texts.rich('lifecycle.deprecatedAndEnds', { what, date, days, day })
    : texts.rich('lifecycle.deprecatedSinceAndEnds', { what, date, days, since, day })
}
