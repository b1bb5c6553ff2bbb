import { useTexts } from '#components/language/use-texts.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { Section } from '../parts/section.tsx'
import { TagHistoryTable } from '../tags/tag-history-table.tsx'

const maxRows = 30

/** What the tag in the address pointed to before; nothing where it never moved. */
export function TagHistorySection({ links, page: { tagSpans } }: { links: ImageLinks; page: ImagePage }) {
  const texts = useTexts('image')
  const { tag } = links.reference
  if (tag === null || tagSpans.length < 2) return null
  const [first] = tagSpans.slice(-maxRows)
  return (
    <Section id="history" title={texts('history.title')}>
      <TagHistoryTable
        alias={links.alias}
        repositoryName={links.repositoryName}
        tag={tag}
        spans={tagSpans.slice(-maxRows)}
      />
      {tagSpans[0] !== first && (
        <p className="mt-2 text-sm text-ink-2">
          {texts('history.newest', { count: tagSpans.length, shown: maxRows })}
        </p>
      )}
    </Section>
  )
}
