import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { pullsCsvPath } from '#lib/addresses/routes.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { PullStatistics as Statistics } from '#lib/pages/repository/get-pull-statistics.ts'
import { EmptyTab } from '../ui/empty-tab.tsx'
import { formatNumber } from '../ui/format-count.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { describePulls } from './describe-pulls.ts'

const plotHeight = 120
const barWidth = 8
const barPitch = 10

/** How often a repository was pulled, day by day, with which tags and by which clients; null where that cannot be read. */
export function PullStatistics({
  alias,
  repositoryName,
  statistics,
}: {
  alias: string
  repositoryName: string
  statistics: Statistics | null
}) {
  const texts = useTexts('repository')
  if (statistics === null) {
    return (
      <EmptyTab title={texts('pulls.none')}>
        <p>{texts('pulls.noneWords')}</p>
      </EmptyTab>
    )
  }
  const { days, total, tagDays, clientDays, platformDays } = statistics
  const sum = days.reduce((all, { count }) => all + count, 0)
  const tags = sumBy(tagDays.map(({ tag, count }) => [tag, count]))
  const clients = sumBy(clientDays.map(({ client, count }) => [client, count]))
  const platforms = sumBy(platformDays.map(({ platform, count }) => [platform, count]))
  return (
    <section aria-labelledby="pulls" className="max-w-[52rem]">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="pulls" className="text-lg font-semibold">
          {texts.rich('pulls.sum', {
            count: sum,
            days: days.length,
            total,
            all: (words) =>
              total === sum ? null : (
                <span key="all" className="text-sm font-normal text-ink-2">
                  {words}
                </span>
              ),
          })}
        </h2>
        {/* A file to keep, and no page to go to. */}
        <a href={pullsCsvPath(alias, repositoryName)} className="link inline-block py-1 text-sm">
          {texts('pulls.download')}
        </a>
      </div>
      <DayPlot days={days} />
      <Shares
        id="pulls-by-tag"
        title={texts('pulls.byTag')}
        head={texts('pulls.tag')}
        rows={tags}
        toName={(tag) => tag || texts('pulls.byDigest')}
      />
      <Shares
        id="pulls-by-client"
        title={texts('pulls.byClient')}
        head={texts('pulls.client')}
        rows={clients}
        toName={(client) => toClientName(client, texts)}
      />
      <Shares
        id="pulls-by-platform"
        title={texts('pulls.byPlatform')}
        head={texts('pulls.platform')}
        rows={platforms}
        toName={(platform) => (platform === 'other' ? texts('pulls.others') : platform)}
      />
      <p className="mt-6 text-xs text-ink-2">{texts('pulls.note')}</p>
    </section>
  )
}

/** A bar for each day, as wide as there is room. */
function DayPlot({ days }: { days: Statistics['days'] }) {
  const language = useLanguage()
  const tools = useTexts('repositoryTools')
  const highest = Math.max(1, ...days.map(({ count }) => count))
  const width = days.length * barPitch
  const label = describePulls(days, tools, language)
  return (
    <figure className="mt-4">
      <div className="text-xs text-ink-2 tabular-nums">{formatNumber(highest, language)}</div>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${width} ${plotHeight}`}
        preserveAspectRatio="none"
        className="h-28 w-full border-y border-rule text-accent"
      >
        <title>{label}</title>
        {days.map(({ day, count }, at) => {
          const height = count === 0 ? 1 : Math.max(2, (count / highest) * plotHeight)
          return (
            <rect
              key={day}
              x={at * barPitch + 1}
              y={(plotHeight - height).toFixed(1)}
              width={barWidth}
              height={height.toFixed(1)}
              fill="currentColor"
            />
          )
        })}
      </svg>
      <figcaption className="mt-1 flex justify-between gap-4 text-xs text-ink-2">
        <span>{formatDate(days[0]?.day ?? '', language)}</span>
        <span>{formatDate(days.at(-1)?.day ?? '', language)}</span>
      </figcaption>
    </figure>
  )
}

function Shares({
  id,
  title,
  head,
  rows,
  toName,
}: {
  id: string
  title: string
  head: string
  rows: readonly [string, number][]
  toName: (key: string) => string
}) {
  const texts = useTexts('repository')
  const language = useLanguage()
  if (rows.length === 0) return null
  const sum = rows.reduce((all, [, count]) => all + count, 0)
  const highest = rows[0]?.[1] ?? 1
  return (
    <div className="mt-8">
      <h3 id={id} className="font-semibold">
        {title}
      </h3>
      <table aria-labelledby={id} className="mt-2 w-full table-fixed text-sm">
        <thead className="text-left text-ink-2">
          <tr className="border-b border-rule-strong">
            <th scope="col" className="w-2/5 py-1.5 font-normal sm:w-1/4">
              {head}
            </th>
            <th scope="col" className="py-1.5 font-normal">
              {texts('pulls.share')}
            </th>
            <th scope="col" className="w-20 py-1.5 text-right font-normal">
              {texts('pulls.pulls')}
            </th>
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {rows.map(([key, count]) => (
            <tr key={key} className="border-b border-rule">
              <th
                scope="row"
                className="truncate py-1.5 pr-3 text-left font-mono font-normal"
                title={toName(key)}
              >
                {toName(key)}
              </th>
              <td className="py-1.5 pr-3">
                <span className="flex items-center gap-2 whitespace-nowrap">
                  <span
                    aria-hidden="true"
                    className="h-2 min-w-0.5 bg-accent"
                    style={{ width: `${(count / highest) * 70}%` }}
                  />
                  {toPercent(count, sum)}
                </span>
              </td>
              <td className="py-1.5 text-right">{formatNumber(count, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What the registry's families of clients are called. */
function toClientName(client: string, texts: Texts<'repository'>): string {
  if (client === 'containers') return 'podman, skopeo, buildah'
  if (client === 'browser') return texts('pulls.browser')
  return client === 'other' ? texts('pulls.others') : client
}

function sumBy(counts: readonly (readonly [string, number])[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const [key, count] of counts) sums.set(key, (sums.get(key) ?? 0) + count)
  return [...sums].sort(([, a], [, b]) => b - a)
}

function toPercent(count: number, sum: number): string {
  const percent = (count / sum) * 100
  return percent < 1 ? '< 1 %' : `${Math.round(percent)} %`
}
