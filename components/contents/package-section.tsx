import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { documentApiPath } from '#lib/addresses/routes.ts'
import { isolateText } from '#lib/language/isolate-text.ts'
import { toSentenceGap } from '#lib/language/sentence-gap.ts'
import { takeFitting } from '#lib/oci/split-by-weight.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import type { Bill } from '#lib/statements/gather-contents.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { AllLink } from '../parts/part-link.tsx'
import { Section } from '../parts/section.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatNumber } from '../ui/format-count.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { ContentsFilter } from './contents-tools.tsx'
import { PackageTable, weighPackage } from './package-table.tsx'

const maxShown = 8
/** Bytes of an image's page for them, which has much else. */
const room = 16_000
const maxLicences = 4
/** Fewer packages than this need no filter. */
const filterFromCount = 9

/** What the image is made of, as its bill of materials says: the first packages, how many of which kind, and their licences. */
export function PackageSection({ links, page }: { links: ImageLinks; page: ImagePage }) {
  const texts = useTexts('contents')
  const { contents } = page
  if (contents === null) return null
  const { bill, isPartial } = contents
  if (bill === null) {
    const trouble = contents.troubles[0]?.trouble
    return (
      <Section id="packages" title={texts('packages.title')}>
        <p className="max-w-[80ch] text-sm text-ink-2">
          {isPartial
            ? texts('reading')
            : contents.hasFailed
              ? texts('failed')
              : trouble !== undefined
                ? texts('packages.unreadable', { reason: texts(`documentTroubles.${trouble}`) })
                : texts(contents.claims.bill ? 'packages.unrecognized' : 'packages.none')}
        </p>
      </Section>
    )
  }
  const shown = takeFitting(bill.listPackages().slice(0, maxShown), weighPackage, room)
  return (
    <Section id="packages" title={texts('packages.title')} note={<BillNote bill={bill} />}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        {bill.keptCount >= filterFromCount && (
          <ContentsFilter
            links={links}
            list="packages"
            query={{ filter: '', sort: '' }}
            count={bill.keptCount}
          />
        )}
        <LicenceSummary bill={bill} maxShown={maxLicences} />
      </div>
      {bill.totalCount === 0 ? (
        <p className="text-sm text-ink-2">{texts('packages.empty')}</p>
      ) : (
        <PackageTable packages={shown} />
      )}
      <AllLink links={links} list="packages" count={bill.keptCount} shown={shown.length} />
      <BillSource links={links} bill={bill} />
    </Section>
  )
}

function BillNote({ bill }: { bill: Bill }) {
  const texts = useTexts('contents')
  const kinds = bill.types.slice(0, 5).map(([type, count]) =>
    texts('packages.ofType', {
      type: type === null ? texts('packages.otherType') : isolateText(toShownText(type, 20)),
      count,
    }),
  )
  return (
    <>
      {texts('packages.note', { count: bill.totalCount, format: isolateText(toShownText(bill.format, 30)) })}
      <br className="max-lg:hidden" />
      {bill.types.length > 1 && (
        <span className="max-lg:before:content-['_·_']">{kinds.join(texts('comma'))}</span>
      )}
    </>
  )
}

/** How many packages have which licence, those with most first. */
export function LicenceSummary({ bill, maxShown }: { bill: Bill; maxShown: number }) {
  const texts = useTexts('contents')
  const language = useLanguage()
  const stated = bill.licences.filter((one): one is [string, number] => one[0] !== null)
  const shown = stated.slice(0, maxShown)
  const unstated = bill.licences.find(([licence]) => licence === null)?.[1] ?? 0
  const others = stated.slice(maxShown).reduce((sum, [, times]) => sum + times, 0) + bill.otherLicences
  const rest = [
    others > 0 && texts('packages.otherLicences', { count: others }),
    unstated > 0 && texts('packages.noLicences', { count: unstated }),
  ]
  if (shown.length === 0) return null
  return (
    <ul
      aria-label={texts('packages.licences')}
      className="flex min-w-0 flex-wrap gap-x-4 text-xs text-ink-2 tabular-nums"
    >
      {shown.map(([licence, times], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: licences stand in their order, and may be long.
        <li key={at} className="min-w-0 wrap-anywhere">
          <span className="font-semibold text-ink">{formatNumber(times, language)}</span>{' '}
          <span translate="no">{toShownText(licence, 60)}</span>
        </li>
      ))}
      {rest.map((words) => words && <li key={words}>{words}</li>)}
    </ul>
  )
}

/** Where the list comes from, and the document itself. */
export function BillSource({ links, bill }: { links: ImageLinks; bill: Bill }) {
  const texts = useTexts('contents')
  const language = useLanguage()
  const gap = toSentenceGap(language)
  const { tool, createdAt, otherCount, totalCount, keptCount } = bill
  return (
    <p className="mt-3 max-w-[80ch] text-xs text-ink-2">
      {texts.rich('packages.source', {
        hasTool: tool === null ? 'no' : 'yes',
        tool: () => (
          <span key="tool" translate="no">
            {toShownText(tool ?? '', 80)}
          </span>
        ),
        hasDate: createdAt === null ? 'no' : 'yes',
        date: createdAt === null ? '' : formatDate(createdAt, language),
      })}
      {gap}
      {keptCount < totalCount && texts('packages.kept', { count: totalCount, kept: keptCount }) + gap}
      {otherCount > 0 && texts('packages.others', { count: otherCount }) + gap}
      {texts.rich('packages.download', {
        size: formatBytes(bill.sizeBytes),
        link: (words) => (
          <a
            key="link"
            href={documentApiPath(links.alias, links.repositoryName, bill)}
            rel="nofollow"
            className="link whitespace-nowrap"
          >
            {words}
          </a>
        ),
      })}
    </p>
  )
}
