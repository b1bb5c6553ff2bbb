import { ArrowRight, TriangleAlert } from 'lucide-react'
import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import type { LifecycleNotice, Successor } from '#lib/pages/find-lifecycle-notice.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { formatCount } from '../ui/format-count.ts'
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
  const { what, successor, sentence } = notice
  return (
    <aside aria-labelledby={`lifecycle-of-${what}`} className="border-b border-warning/40 bg-warning-soft">
      <div className="mx-auto flex max-w-[75rem] flex-col gap-x-10 gap-y-4 px-4 py-4 sm:px-6 sm:py-5 lg:flex-row lg:items-start lg:justify-between">
        <div className="flex min-w-0 gap-3">
          <TriangleAlert
            aria-hidden="true"
            className="mt-0.5 size-5 shrink-0 text-warning"
            strokeWidth={1.75}
          />
          <div className="min-w-0">
            <h2 id={`lifecycle-of-${what}`} className="text-lg font-semibold">
              {toHeadline(notice)}
            </h2>
            <p className="text-sm text-ink-2">{toConsequence(notice)}</p>
            <Course notice={notice} />
            {warns && (
              <p className="mt-2 text-xs text-ink-2 wrap-anywhere">
                Every pull of this {what} carries{' '}
                <code className="font-mono">Warning: 299 - &quot;{sentence}&quot;</code>, which clients may
                print.
              </p>
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
  if (deprecatedSince === null || endsOn === null || state === 'ended') return null
  const [from, to] = [Date.parse(deprecatedSince), Date.parse(endsOn)]
  if (from >= to) return null
  const percent = Math.min(100, Math.max(0, ((Date.now() - from) / (to - from)) * 100))
  return (
    <div className="mt-3 max-w-[30rem] text-xs">
      <div className="h-1.5 rounded-sm border border-warning/60" aria-hidden="true">
        <div className="h-full bg-warning" style={{ width: `${percent.toFixed(1)}%` }} />
      </div>
      <div className="mt-1 flex justify-between gap-3">
        <span>
          {formatDate(deprecatedSince)} <span className="block text-ink-2">deprecated</span>
        </span>
        <span className="text-right">
          {formatDate(endsOn)} <span className="block text-ink-2">last day</span>
        </span>
      </div>
    </div>
  )
}

function SuccessorCard({ successor: { text, tag, repository } }: { successor: Successor }) {
  if (repository === null) {
    return (
      <p className="min-w-0 shrink-0 text-sm lg:max-w-[20rem]">
        <span className="block text-xs text-ink-2">Followed by</span>
        <span className="font-mono wrap-anywhere">{text}</span>
        <span className="block text-xs text-ink-2">which is not here</span>
      </p>
    )
  }
  const { registryAlias, repositoryName, publisherName, verified, logoSrc } = repository
  return (
    <div className="min-w-0 shrink-0 lg:max-w-[20rem] lg:border-l lg:border-warning/40 lg:pl-8">
      <p className="text-xs text-ink-2">Followed by</p>
      <div className="mt-1.5 flex items-center gap-2.5">
        <Logo src={logoSrc} alias={registryAlias} name={repositoryName} size={40} />
        <p className="min-w-0 text-sm">
          <span className="block font-semibold wrap-anywhere">
            {registryAlias}/<BreakablePath text={repositoryName} />
            {tag !== null && `:${tag}`}
          </span>
          <span className="flex items-center gap-1.5 text-ink-2">
            {verified && <VerifiedMark />}
            <span className="min-w-0 wrap-anywhere">{publisherName}</span>
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
        Go to the successor
        <ArrowRight aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </IntentLink>
    </div>
  )
}

/** Such as "This repository ends on 31 Jan 2027, in 64 days". */
function toHeadline({ what, state, endsOn, deprecatedSince, daysLeft }: LifecycleNotice): string {
  const ends = endsOn === null ? '' : formatDate(endsOn)
  const left =
    daysLeft === null ? '' : daysLeft <= 0 ? ', today' : `, in ${formatCount(daysLeft, 'day', 'days')}`
  if (state === 'ended') return `This ${what} ended on ${ends}`
  if (state === 'ending') return `This ${what} ends on ${ends}${left}`
  const since = deprecatedSince === null ? '' : ` since ${formatDate(deprecatedSince)}`
  return `This ${what} is deprecated${since}${ends === '' ? '' : ` and ends on ${ends}${left}`}`
}

function toConsequence({ state, what }: LifecycleNotice): string {
  if (state === 'ended') return `Its publisher makes no more fixes. Do not begin with this ${what}.`
  if (state === 'ending') return 'Its publisher makes no fixes after that day.'
  return 'Its publisher advises against using it.'
}
