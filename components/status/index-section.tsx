import { useTexts } from '#components/language/use-texts.ts'
import type { GalleryStatus } from '#lib/pages/status/get-status.ts'
import { formatBytes } from '../ui/format-bytes.ts'

/** How much can be searched, and whether all of it can be yet. */
export function IndexSection({ index }: { index: GalleryStatus['index'] }) {
  const texts = useTexts('status')
  const { repositoryCount, publisherCount, indexing, bytes } = index
  return (
    <section aria-labelledby="index" className="border-t border-rule-strong py-6">
      <h2 id="index" className="text-lg font-semibold">
        {texts('index.title')}
      </h2>
      <p className="mt-1 max-w-prose text-ink-2 tabular-nums">
        {texts('index.words', {
          repositories: repositoryCount,
          publishers: publisherCount,
          size: formatBytes(bytes),
        })}
      </p>
      {indexing !== null && (
        <p className="mt-1 tabular-nums">
          {texts('index.loading', { done: indexing.done, total: indexing.total })}
        </p>
      )}
    </section>
  )
}
