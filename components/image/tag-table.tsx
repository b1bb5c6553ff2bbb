'use client'

import Link from 'next/link'
import { useEffect, useRef } from 'react'
import type { TagPage } from '#lib/gallery/select-tags.ts'
import type { TagQuery } from '#lib/gallery/tag-query.ts'
import { EmptyTab } from '../repository/empty-tab.tsx'
import { announce } from '../ui/announce.ts'
import { formatCount, formatNumber } from '../ui/format-count.ts'
import { NoAnswer } from '../ui/no-answer.tsx'
import { TagLink, type TagListLinks } from './tag-link.tsx'
import { TagPages } from './tag-pages.tsx'
import { TagRow } from './tag-row.tsx'
import { TagToolbar } from './tag-toolbar.tsx'
import { useTags } from './use-tags.ts'

/** The images of a repository by their tags, a page at a time. It stands complete without a script. */
export function TagTable({
  alias,
  repositoryName,
  uri,
  plainHttp,
  query: initialQuery,
  page: initialPage,
}: {
  alias: string
  repositoryName: string
  uri: string
  plainHttp: boolean
  /** What the URL asks for, and the server's answer. */
  query: TagQuery
  page: TagPage
}) {
  const tags = useTags({ alias, repositoryName }, { query: initialQuery, page: initialPage })
  const { query, page, stale, failed, retry } = tags
  const links: TagListLinks = { alias, repositoryName, ...tags }
  const table = useRef<HTMLTableElement>(null)
  useAnnouncement(stale ? null : formatCount(page.foundCount, 'image', 'images'))

  function turn() {
    table.current?.focus({ preventScroll: true })
    table.current?.scrollIntoView({ block: 'start' })
  }

  if (page.tagCount === 0 && query.filter === '') return <NoTags />
  return (
    <>
      <TagToolbar links={links} page={page} />
      {failed && <NoAnswer stands="an earlier list" onRetry={retry} />}
      {page.rows.length === 0 ? (
        <NothingFits links={links} />
      ) : (
        <table
          ref={table}
          tabIndex={-1}
          aria-busy={stale}
          className={`w-full text-sm outline-none transition-opacity ${stale ? 'opacity-60' : ''}`}
        >
          <caption className="sr-only">
            Image tags
            {page.pageCount > 1 && `, page ${formatNumber(page.page)} of ${formatNumber(page.pageCount)}`}
          </caption>
          <thead>
            <tr className="border-b border-rule-strong text-left text-ink-2">
              <th scope="col" className="w-[30%] py-2 pr-4 font-normal max-sm:w-auto">
                Tag
              </th>
              <th scope="col" className="hidden py-2 pr-4 font-normal sm:table-cell">
                Type
              </th>
              <th scope="col" className="hidden py-2 pr-4 text-right font-normal sm:table-cell">
                Size
              </th>
              <th scope="col" className="py-2 pr-3 font-normal">
                Pushed
              </th>
              <th scope="col" className="hidden py-2 pr-1 font-normal md:table-cell">
                Digest
              </th>
              <th scope="col" className="w-8 py-2 font-normal">
                Pull
              </th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((row) => (
              <TagRow key={row.digest} {...{ row, alias, repositoryName, uri, plainHttp }} />
            ))}
          </tbody>
        </table>
      )}
      <TagPages links={links} page={page.page} pageCount={page.pageCount} onTurn={turn} />
      {page.isTruncated && (
        <p className="mt-4 text-sm text-ink-2">
          This repository has more than {formatNumber(page.tagCount)} tags; the others are not listed.
        </p>
      )}
    </>
  )
}

/** Tells how many images there are whenever that changes, but not when the page opens. */
function useAnnouncement(text: string | null) {
  const last = useRef(text)
  useEffect(() => {
    if (text === null || text === last.current) return
    last.current = text
    announce(`${text} found`)
  }, [text])
}

function NothingFits({ links }: { links: TagListLinks }) {
  return (
    <div className="border-t border-rule-strong py-6">
      <p className="wrap-anywhere">
        No tag contains <code className="font-mono">{links.query.filter}</code>.
      </p>
      <p className="mt-1 text-sm">
        <TagLink links={links} query={{ ...links.query, filter: '', page: 1 }} className="link">
          Show all tags
        </TagLink>
      </p>
    </div>
  )
}

function NoTags() {
  return (
    <EmptyTab title="No image has been pushed to this repository yet.">
      <p>Its tags will be listed here, with their sizes, digests and pull commands.</p>
      <p>
        Is it yours?{' '}
        <Link href="/docs/publish" className="link">
          How to publish
        </Link>
      </p>
    </EmptyTab>
  )
}
