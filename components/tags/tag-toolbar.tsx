'use client'

import { useEffect, useRef } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { repositoryPath } from '#lib/addresses/routes.ts'
import { firstTagQuery, TAG_SORTS } from '#lib/addresses/tag-query.ts'
import type { TagPage } from '#lib/pages/tags/select-tags.ts'
import { ListFilter } from '../icons/list-icons.tsx'
import { TagLink, type TagListLinks } from './tag-link.tsx'

/** A visitor who types is answered after this pause. */
const typingPauseMs = 150

/** Fewer images than this need no filter. */
const filterFromCount = 6

/**
 * The filter, the orders, and how many images there are. Without a script it is a form and links. On a phone it is folded, so
 * that the tags themselves are on the first screen.
 */
export function TagToolbar({ links, page }: { links: TagListLinks; page: TagPage }) {
  const texts = useTexts('tags')
  const { query } = links
  return (
    <details className="phone-fold" open={query.filter !== ''}>
      <summary>{texts('tools.title')}</summary>
      <div className="mb-1 flex flex-wrap items-center gap-x-6 gap-y-1.5 sm:gap-y-2">
        {(page.imageCount >= filterFromCount || query.filter !== '') && <FilterForm links={links} />}
        <nav aria-label={texts('tools.order')} className="flex items-center gap-x-4 text-sm">
          {TAG_SORTS.map((sort) => (
            <TagLink
              key={sort}
              links={links}
              query={{ ...query, sort, page: 1 }}
              {...(sort === query.sort ? { 'aria-current': 'true' as const } : {})}
              className={`border-b py-1 ${sort === query.sort ? 'border-accent text-ink' : 'border-transparent text-ink-2 hover:text-ink'}`}
            >
              {texts(`sorts.${sort}`)}
            </TagLink>
          ))}
        </nav>
        <p className="ml-auto text-sm text-ink-2 tabular-nums max-sm:ml-0 max-sm:w-full">
          <Counts links={links} page={page} />
        </p>
      </div>
    </details>
  )
}

function Counts({ links, page }: { links: TagListLinks; page: TagPage }) {
  const texts = useTexts('tags')
  const { query } = links
  const { foundCount: found, imageCount: images, tagCount: tags, attachmentCount, isTruncated } = page
  if (query.filter !== '') return texts('counts.found', { found, count: images })
  const hasFolds = page.rows.some(({ fold }) => fold !== null)
  return (
    <>
      {texts(isTruncated ? 'counts.allOfMore' : 'counts.all', { tags, images })}
      {attachmentCount > 0 && texts('counts.attachments', { count: attachmentCount })}
      {hasFolds && (
        <span className="print:hidden">
          {' · '}
          <TagLink links={links} query={{ ...query, opensFolds: !query.opensFolds }} className="link">
            {texts(query.opensFolds ? 'folds.close' : 'folds.open')}
          </TagLink>
        </span>
      )}
    </>
  )
}

function FilterForm({ links }: { links: TagListLinks }) {
  const texts = useTexts('tags')
  const { query, alias, repositoryName } = links
  const field = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const applied = useRef(query.filter)

  // The browser's own "back" changes the filter too; what is being typed is left alone.
  useEffect(() => {
    if (field.current && query.filter !== applied.current) field.current.value = query.filter
    applied.current = query.filter
  }, [query.filter])
  useEffect(() => () => clearTimeout(timer.current), [])

  function apply() {
    clearTimeout(timer.current)
    const filter = field.current?.value.trim() ?? ''
    if (filter === query.filter) return
    applied.current = filter
    // A filter that grows letter by letter is one entry of the history.
    links.navigate({ ...query, filter, page: 1 }, query.filter === '' ? 'push' : 'replace')
  }

  return (
    <form
      action={repositoryPath(alias, repositoryName)}
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
      className="flex min-w-0 gap-2 max-sm:w-full"
    >
      <input type="hidden" name="tab" value="tags" />
      {query.sort !== firstTagQuery.sort && <input type="hidden" name="sort" value={query.sort} />}
      <label className="relative min-w-0 max-sm:flex-1">
        <span className="sr-only">{texts('tools.filter')}</span>
        <ListFilter
          aria-hidden="true"
          strokeWidth={1.75}
          className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-3"
        />
        <input
          ref={field}
          type="search"
          name="filter"
          defaultValue={query.filter}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          onChange={() => {
            clearTimeout(timer.current)
            timer.current = setTimeout(apply, typingPauseMs)
          }}
          placeholder={texts('tools.filter')}
          className="control h-9 w-56 max-w-full pr-2 pl-8.5 text-sm text-ink placeholder:text-ink-3 max-sm:w-full"
        />
      </label>
      <button type="submit" className="without-script control h-9 px-3 text-sm">
        {texts('tools.apply')}
      </button>
    </form>
  )
}
