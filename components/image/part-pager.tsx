import type { Route } from 'next'
import type { ImagePart } from '#lib/addresses/image-part.ts'
import { formatNumber } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { type ImageLinks, toPartPath } from './image-links.ts'

const box = 'control inline-flex h-9 items-center px-3'

/** Leads through the pages of a part; nothing where there is one. */
export function PartPager({
  links,
  part,
  pageCount,
  params = '',
}: {
  links: ImageLinks
  part: ImagePart
  pageCount: number
  /** What the address of each has beside the part. */
  params?: string
}) {
  if (pageCount < 2) return null
  const step = (to: number, words: string) =>
    to < 1 || to > pageCount ? null : (
      <IntentLink
        href={`${toPartPath(links, { ...part, page: to })}${params}` as Route}
        prefetch={false}
        className={box}
      >
        {words}
      </IntentLink>
    )
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-3 text-sm tabular-nums">
      {step(part.page - 1, 'Previous')}
      <span className="text-ink-2">
        Page {formatNumber(part.page)} of {formatNumber(pageCount)}
      </span>
      {step(part.page + 1, 'Next')}
    </nav>
  )
}
