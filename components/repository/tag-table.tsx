'use client'

import Link from 'next/link'
import { useState } from 'react'
import useSWRInfinite from 'swr/infinite'
import type { ImageTagPage } from '#lib/gallery/list-image-tags.ts'
import { imageTagsPath } from '#lib/gallery/routes.ts'
import { fetchJson } from '../ui/fetch-json.ts'
import { formatCount } from '../ui/format-count.ts'
import { EmptyTab } from './empty-tab.tsx'
import { groupTags } from './group-tags.ts'
import { TagRow, TagRowSkeleton } from './tag-row.tsx'

/** Fewer rows than this need no filter. */
const filterFromCount = 10

/** As many as fill what a visitor sees below the button; the rows that arrive take their places. */
const skeletonRows = Array.from({ length: 8 }, (_, position) => `skeleton-${position}`)

/** All tags of a repository, an API page at a time; the first one comes with the document. */
export function TagTable({
  alias,
  repositoryName,
  uri,
  plainHttp,
  firstPage,
}: {
  alias: string
  repositoryName: string
  uri: string
  plainHttp: boolean
  firstPage: ImageTagPage
}) {
  const [filter, setFilter] = useState('')
  const { data, size, setSize, error, isValidating } = useSWRInfinite(
    (_, previous: ImageTagPage | null) =>
      previous?.nextToken === null ? null : imageTagsPath(alias, repositoryName, previous?.nextToken),
    fetchJson<ImageTagPage>,
    {
      fallbackData: [firstPage],
      revalidateFirstPage: false,
      revalidateOnMount: false,
      revalidateOnFocus: false,
    },
  )
  const pages = data ?? [firstPage]
  const tags = pages.flatMap((page) => page.tags)
  const hasMore = pages.at(-1)?.nextToken !== null
  const groups = groupTags(tags, filter)

  if (tags.length === 0) return <NoTags />
  return (
    <>
      <div className="mb-3 flex min-h-9 flex-wrap items-center justify-between gap-x-6 gap-y-2">
        {tags.length >= filterFromCount && (
          <label className="needs-script">
            <span className="sr-only">Filter tags</span>
            <input
              type="search"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
              placeholder="Filter tags"
              className="control h-9 w-64 max-w-full px-3 text-sm text-ink placeholder:text-ink-3"
            />
          </label>
        )}
        <p role="status" className="text-sm text-ink-2 tabular-nums">
          {formatCount(tags.length, 'tag', 'tags')}
          {hasMore && ' so far'}, newest first
          {filter.trim() !== '' && ` · ${formatCount(groups.length, 'image fits', 'images fit')}`}
        </p>
      </div>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-rule-strong text-left text-ink-2">
            <th className="py-2 pr-4 font-semibold">Tag</th>
            <th className="hidden py-2 pr-4 font-semibold sm:table-cell">Type</th>
            <th className="hidden py-2 pr-4 text-right font-semibold sm:table-cell">Size</th>
            <th className="py-2 pr-4 font-semibold">Pushed</th>
            <th className="hidden py-2 pr-2 font-semibold md:table-cell">Digest</th>
            <th className="w-8 py-2">
              <span className="sr-only">Copy</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <TagRow key={group.image.digest} group={group} uri={uri} plainHttp={plainHttp} />
          ))}
          {hasMore && isValidating && skeletonRows.map((key) => <TagRowSkeleton key={key} />)}
        </tbody>
      </table>
      {hasMore && (
        <button
          type="button"
          disabled={isValidating}
          onClick={() => setSize(size + 1)}
          className="needs-script control mt-4 h-9 cursor-pointer px-4 text-sm"
        >
          {isValidating ? 'Loading more tags…' : 'Show more tags'}
        </button>
      )}
      {error && (
        <p role="alert" className="mt-3 text-sm text-danger">
          The next tags could not be loaded. Try again in a moment.
        </p>
      )}
    </>
  )
}

function NoTags() {
  return (
    <EmptyTab title="No image has been pushed to this repository yet.">
      <p>Its tags will be listed here, with their sizes, digests and pull commands.</p>
      <p>
        Is it yours?{' '}
        <Link href="/docs#publish" className="link">
          How to publish
        </Link>
      </p>
    </EmptyTab>
  )
}
