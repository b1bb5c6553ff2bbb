import { documentApiPath } from '#lib/addresses/routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { ImagePage } from '#lib/pages/get-image-page.ts'
import type { Bill } from '#lib/statements/gather-contents.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCount, formatNumber } from '../ui/format-count.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { ContentsFilter } from './contents-tools.tsx'
import type { ImageLinks } from './image-links.ts'
import { PackageTable } from './package-table.tsx'
import { AllLink } from './part-link.tsx'
import { Section } from './section.tsx'

const maxShown = 8
const maxLicences = 4
/** Fewer packages than this need no filter. */
const filterFromCount = 9

/** What the image is made of, as its bill of materials says: the first packages, how many of which kind, and their licences. */
export function PackageSection({ links, page }: { links: ImageLinks; page: ImagePage }) {
  const { contents } = page
  if (contents === null) return null
  const { bill, isPartial } = contents
  if (bill === null) {
    const trouble = contents.troubles[0]?.trouble
    return (
      <Section id="packages" title="Packages">
        <p className="max-w-[80ch] text-sm text-ink-2">
          {isPartial
            ? 'What is attached to this image is being read. It is here in a moment.'
            : contents.hasFailed
              ? 'What is attached to this image cannot be read from the registry at the moment.'
              : trouble === undefined
                ? 'No bill of materials is attached to this image, so it is not known here which packages are in it.'
                : `What is attached to this image could not be read. ${trouble}`}
        </p>
      </Section>
    )
  }
  return (
    <Section id="packages" title="Packages" note={<BillNote bill={bill} />}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        {bill.keptCount >= filterFromCount && (
          <ContentsFilter
            links={links}
            list="packages"
            query={{ filter: '', sort: '' }}
            label={`Filter ${formatCount(bill.keptCount, 'package', 'packages')}`}
          />
        )}
        <LicenceSummary bill={bill} maxShown={maxLicences} />
      </div>
      {bill.totalCount === 0 ? (
        <p className="text-sm text-ink-2">The bill of materials lists no packages.</p>
      ) : (
        <PackageTable packages={bill.listPackages().slice(0, maxShown)} />
      )}
      <AllLink links={links} list="packages" count={bill.keptCount} shown={maxShown} what="packages" />
      <BillSource links={links} bill={bill} />
    </Section>
  )
}

function BillNote({ bill }: { bill: Bill }) {
  const kinds = bill.types
    .slice(0, 5)
    .map(([type, times]) => `${formatNumber(times)} ${toShownText(type ?? 'other', 20)}`)
  return (
    <>
      {formatNumber(bill.totalCount)}, from {toShownText(bill.format, 30)}
      <br className="max-lg:hidden" />
      {bill.types.length > 1 && <span className="max-lg:before:content-['_·_']">{kinds.join(', ')}</span>}
    </>
  )
}

/** How many packages have which licence, those with most first. */
export function LicenceSummary({ bill, maxShown }: { bill: Bill; maxShown: number }) {
  const stated = bill.licences.filter((one): one is [string, number] => one[0] !== null)
  const shown = stated.slice(0, maxShown)
  const unstated = bill.licences.find(([licence]) => licence === null)?.[1] ?? 0
  const others = stated.slice(maxShown).reduce((sum, [, times]) => sum + times, 0) + bill.otherLicences
  const rest = [
    others > 0 && `${formatNumber(others)} other`,
    unstated > 0 && `${formatNumber(unstated)} not stated`,
  ]
  if (shown.length === 0) return null
  return (
    <ul aria-label="Licences" className="flex min-w-0 flex-wrap gap-x-4 text-xs text-ink-2 tabular-nums">
      {shown.map(([licence, times]) => (
        <li key={licence} className="min-w-0 wrap-anywhere">
          <span className="font-semibold text-ink">{formatNumber(times)}</span> {toShownText(licence, 60)}
        </li>
      ))}
      {rest.map((words) => words && <li key={words}>{words}</li>)}
    </ul>
  )
}

/** Where the list comes from, and the document itself. */
export function BillSource({ links, bill }: { links: ImageLinks; bill: Bill }) {
  const { tool, createdAt, otherCount, totalCount, keptCount } = bill
  return (
    <p className="mt-3 max-w-[80ch] text-xs text-ink-2">
      Listed by {tool === null ? 'an unnamed tool' : toShownText(tool, 80)}
      {createdAt === null ? ', without a date' : ` on ${formatDate(createdAt)}`}. This gallery shows what the
      document says, and looks into no package itself.{' '}
      {keptCount < totalCount &&
        `Of ${formatNumber(totalCount)} packages the first ${formatNumber(keptCount)} are listed. `}
      {otherCount > 0 &&
        `${formatCount(otherCount, 'more bill of materials is', 'more bills of materials are')} attached. `}
      <a
        href={documentApiPath(links.alias, links.repositoryName, bill)}
        download
        rel="nofollow"
        className="link whitespace-nowrap"
      >
        Download the document
      </a>
      , {formatBytes(bill.sizeBytes)}
    </p>
  )
}
