import type { Route } from 'next'
import { useTexts } from '#components/language/use-texts.ts'
import type { ImagePart } from '#lib/addresses/image-part.ts'
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
  const texts = useTexts('contents')
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
    <nav aria-label={texts('pager.title')} className="flex flex-wrap items-center gap-3 text-sm tabular-nums">
      {step(part.page - 1, texts('pager.previous'))}
      <span className="text-ink-2">{texts('pager.page', { page: part.page, count: pageCount })}</span>
      {step(part.page + 1, texts('pager.next'))}
    </nav>
  )
}
