'use client'

import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { ChevronLeft, ChevronRight } from '../icons/list-icons.tsx'
import { listPageNumbers } from '../listing/list-page-numbers.ts'
import { formatNumber } from '../ui/format-count.ts'
import { TagLink, type TagListLinks } from './tag-link.tsx'

const box = 'flex h-9 min-w-9 items-center justify-center gap-1 rounded-md px-2'
const quiet = `${box} text-ink-2 hover:bg-sunk hover:text-ink`

/** The pages of a long list of tags. */
export function TagPages({
  links,
  page,
  pageCount,
  onTurn,
}: {
  links: TagListLinks
  page: number
  pageCount: number
  onTurn: () => void
}) {
  const texts = useTexts('tags')
  const language = useLanguage()
  if (pageCount < 2) return null
  const toQuery = (number: number) => ({ ...links.query, page: number })
  return (
    <nav
      aria-label={texts('pages.title')}
      className="mt-5 flex flex-wrap items-center justify-center gap-1 text-sm tabular-nums"
    >
      {page > 1 && (
        <TagLink links={links} query={toQuery(page - 1)} onFollow={onTurn} rel="prev" className={quiet}>
          <ChevronLeft aria-hidden="true" className="size-4" />
          {texts('pages.previous')}
        </TagLink>
      )}
      {listPageNumbers(page, pageCount).map((number, at) =>
        number === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a gap has nothing but its place.
          <span key={`gap-${at}`} className={`${box} text-ink-3`}>
            …
          </span>
        ) : (
          <TagLink
            key={number}
            links={links}
            query={toQuery(number)}
            onFollow={onTurn}
            aria-label={texts('pages.page', { page: number })}
            {...(number === page ? { 'aria-current': 'page' as const } : {})}
            className={number === page ? `${box} bg-ink text-surface` : quiet}
          >
            {formatNumber(number, language)}
          </TagLink>
        ),
      )}
      {page < pageCount && (
        <TagLink links={links} query={toQuery(page + 1)} onFollow={onTurn} rel="next" className={quiet}>
          {texts('pages.next')}
          <ChevronRight aria-hidden="true" className="size-4" />
        </TagLink>
      )}
    </nav>
  )
}
