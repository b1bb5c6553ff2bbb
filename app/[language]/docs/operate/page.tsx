import { DocsPage } from '#components/docs/docs-page.tsx'
import { OperatorChapter } from '#components/docs/operator-chapter.tsx'
import { toChapterMetadata } from '#components/docs/to-chapter-metadata.ts'

export const generateMetadata = () => toChapterMetadata('operators')

export default function OperatorDocsPage() {
  return (
    <DocsPage chapter="operators">
      <OperatorChapter />
    </DocsPage>
  )
}
