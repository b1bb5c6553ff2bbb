'use client'

import { useMemo, useRef } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import type { TagQuery } from '#lib/addresses/tag-query.ts'
import { type PackedTagPage, unpackTagPage } from '#lib/pages/tags/pack-tag-rows.ts'
import { Copy } from '../icons/control-icons.tsx'
import { ChevronRight } from '../icons/list-icons.tsx'
import { EmptyTab } from '../ui/empty-tab.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { NoAnswer } from '../ui/no-answer.tsx'
import { useAnnouncement } from '../ui/use-announcement.ts'
import { choosePlatformColumns } from './choose-platform-columns.ts'
import { LatestLine } from './latest-line.tsx'
import { foldIconId, TagLines } from './tag-lines.tsx'
import { TagLink, type TagListLinks } from './tag-link.tsx'
import { TagPages } from './tag-pages.tsx'
import { copyIconId } from './tag-row.tsx'
import { TagToolbar } from './tag-toolbar.tsx'
import { useTags } from './use-tags.ts'

/** The images of a repository by their tags, a page at a time. It stands complete without a script. */
export function TagTable({
  alias,
  repositoryName,
  uri,
  plainHttp,
  query: initialQuery,
  page: packedPage,
  latestSince,
  children,
}: {
  alias: string
  repositoryName: string
  uri: string
  plainHttp: boolean
  /** What the URL asks for, and the server's answer. */
  query: TagQuery
  page: PackedTagPage
  /** ISO 8601: since when `latest` is what it is; null where that is not known. */
  latestSince: string | null
  /** What stands between the words about `latest` and the list. */
  children?: React.ReactNode
}) {
  const texts = useTexts('tags')
  const initialPage = useMemo(() => unpackTagPage(packedPage), [packedPage])
  const tags = useTags({ alias, repositoryName }, { query: initialQuery, page: initialPage })
  const { query, page, stale, failed, retry } = tags
  const links: TagListLinks = { alias, repositoryName, ...tags }
  const table = useRef<HTMLTableElement>(null)
  useAnnouncement(stale ? null : texts('found', { count: page.foundCount }))

  function turn() {
    table.current?.focus({ preventScroll: true })
    table.current?.scrollIntoView({ block: 'start' })
  }

  if (page.tagCount === 0 && query.filter === '') return <NoTags />
  const columns = choosePlatformColumns(page.rows.map(({ platforms }) => platforms ?? []))
  const hasPulls = page.rows.some(({ pullCount }) => pullCount !== null)
  const inLines = page.rows.some(({ line }) => line !== null)
  return (
    <div className="tag-page">
      <LatestLine alias={alias} repositoryName={repositoryName} page={page} since={latestSince} />
      {children}
      <TagToolbar links={links} page={page} />
      {failed && <NoAnswer stands={texts('earlierList')} onRetry={retry} />}
      {page.rows.length === 0 ? (
        <NothingFits links={links} />
      ) : (
        <div className="tag-list">
          <svg aria-hidden="true" className="hidden">
            <symbol id={copyIconId} viewBox="0 0 24 24">
              <Copy width="24" height="24" strokeWidth={1.75} />
            </symbol>
            <symbol id={foldIconId} viewBox="0 0 24 24">
              <ChevronRight width="24" height="24" />
            </symbol>
          </svg>
          <table
            ref={table}
            tabIndex={-1}
            aria-busy={stale}
            style={{ ['--platforms' as string]: columns.length }}
            className={`tag-table outline-none transition-opacity ${inLines ? 'in-lines' : ''} ${stale ? 'opacity-60' : ''}`}
          >
            <caption className="sr-only">
              {page.pageCount > 1
                ? texts('titleOfPage', { page: page.page, pages: page.pageCount })
                : texts('title')}
            </caption>
            <thead>
              <tr>
                <th scope="col">{texts('columns.tag')}</th>
                <th scope="col">
                  <span className={columns.length > 0 ? 'sr-only' : ''}>{texts('columns.platforms')}</span>
                  <span aria-hidden="true" className="tag-marks">
                    {columns.map((column) => (
                      <span key={column}>{column}</span>
                    ))}
                  </span>
                </th>
                <th scope="col" className="tag-attached">
                  {texts('columns.attached')}
                </th>
                <th scope="col" className="tag-number">
                  {texts('columns.size')}
                </th>
                <th scope="col" className="tag-pushed">
                  {texts('columns.pushed')}
                </th>
                {hasPulls && (
                  <th scope="col" className="tag-number">
                    {texts('columns.pulls')}
                  </th>
                )}
                <th scope="col" className="tag-digest">
                  {texts('columns.digest')}
                </th>
                <th scope="col" className="tag-copy">
                  <span className="sr-only">{texts('columns.pull')}</span>
                </th>
              </tr>
            </thead>
            <TagLines
              rows={page.rows}
              context={{ alias, repositoryName, uri, plainHttp, columns, hasPulls }}
              isOpen={query.opensFolds}
              columnCount={hasPulls ? 8 : 7}
            />
          </table>
        </div>
      )}
      <TagPages links={links} page={page.page} pageCount={page.pageCount} onTurn={turn} />
      {page.isTruncated && (
        <p className="mt-4 text-sm text-ink-2">{texts('truncated', { count: page.tagCount })}</p>
      )}
    </div>
  )
}

function NothingFits({ links }: { links: TagListLinks }) {
  const texts = useTexts('tags')
  return (
    <div className="border-t border-rule-strong py-6">
      <p className="wrap-anywhere">
        {texts.rich('noneContains', {
          filter: () => (
            <code key="filter" className="font-mono">
              {links.query.filter}
            </code>
          ),
        })}
      </p>
      <p className="mt-1 text-sm">
        <TagLink links={links} query={{ ...links.query, filter: '', page: 1 }} className="link">
          {texts('showAll')}
        </TagLink>
      </p>
    </div>
  )
}

function NoTags() {
  const texts = useTexts('tags')
  return (
    <EmptyTab title={texts('empty.title')}>
      <p>{texts('empty.words')}</p>
      <p>
        {texts.rich('empty.yours', {
          link: (words) => (
            <IntentLink key="link" href="/docs/publish" className="link">
              {words}
            </IntentLink>
          ),
        })}
      </p>
    </EmptyTab>
  )
}
