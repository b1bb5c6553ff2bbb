import type { GalleryStatus } from '#lib/pages/get-status.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCount, formatNumber } from '../ui/format-count.ts'

/** How much can be searched, and whether all of it can be yet. */
export function IndexSection({ index }: { index: GalleryStatus['index'] }) {
  const { repositoryCount, publisherCount, indexing, bytes } = index
  return (
    <section aria-labelledby="index" className="border-t border-rule-strong py-6">
      <h2 id="index" className="text-lg font-semibold">
        Search index
      </h2>
      <p className="mt-1 max-w-prose text-ink-2 tabular-nums">
        {formatCount(repositoryCount, 'repository', 'repositories')} of{' '}
        {formatCount(publisherCount, 'publisher', 'publishers')}, {formatBytes(bytes)} on disk. It can be
        rebuilt again from the sources at any time.
      </p>
      {indexing !== null && (
        <p className="mt-1 tabular-nums">
          It is being loaded: {formatNumber(indexing.done)} of {formatNumber(indexing.total)} can be searched.
        </p>
      )}
    </section>
  )
}
