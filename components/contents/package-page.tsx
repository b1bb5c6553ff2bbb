import { PACKAGE_SORTS, type PackageSort } from '#lib/addresses/contents-query.ts'
import { splitByWeight, takePage } from '#lib/oci/split-by-weight.ts'
import { selectPackages } from '#lib/packages/select-packages.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import type { PartRequest, ShownPart } from '../parts/shown-part.ts'
import { ContentsTools } from './contents-tools.tsx'
import { BillSource, LicenceSummary } from './package-section.tsx'
import { PackageTable, weighPackage } from './package-table.tsx'

const maxRows = 100
/** Bytes of a page for its rows; the rest is what is around them. */
const room = 90_000

/** A page of an image's packages; null when no bill of materials is attached, or it has not so many pages. */
export function toPackagePage(
  links: ImageLinks,
  { contents }: ImagePage,
  { page, query: { contents: query }, texts }: PartRequest,
): ShownPart | null {
  if (!contents?.bill) {
    return contents?.isPartial
      ? {
          title: texts('packages.title'),
          pageCount: 1,
          query,
          content: <p>{texts('packages.reading')}</p>,
        }
      : null
  }
  const { bill } = contents
  const words: Record<PackageSort, string> = {
    name: texts('packages.name'),
    version: texts('packages.version'),
    licence: texts('packages.licence'),
  }
  const found = selectPackages(bill.listPackages(), query)
  const starts = splitByWeight(found.map(weighPackage), { maxRows, room })
  const shown = takePage(found, starts, page)
  if (shown.length === 0 && page > 1) return null
  return {
    title: texts('counted.packages', { count: bill.totalCount }),
    pageCount: starts.length,
    query,
    content: (
      <div className="min-w-0 wrap-break-word">
        <div className="mb-3 grid gap-y-3">
          <LicenceSummary bill={bill} maxShown={8} />
          <ContentsTools
            {...{ links, query, words }}
            list="packages"
            sorts={PACKAGE_SORTS}
            count={bill.keptCount}
            foundCount={found.length}
          />
        </div>
        {shown.length === 0 ? (
          <p className="text-sm text-ink-2">{texts('packages.notFound')}</p>
        ) : (
          <PackageTable packages={shown} withUrls />
        )}
        <BillSource links={links} bill={bill} />
      </div>
    ),
  }
}
