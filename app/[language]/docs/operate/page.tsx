import { chapters } from '#components/docs/chapters.ts'
import { DocsPage } from '#components/docs/docs-page.tsx'
import { OperatorChapter } from '#components/docs/operator-chapter.tsx'
import { toPageMetadata } from '#components/site/to-page-metadata.ts'

export const generateMetadata = () =>
  toPageMetadata({
    title: 'Run a gallery',
    description: 'What the people who run a gallery decide, and where it is described.',
    path: '/docs/operate',
  })

export default function OperatorDocsPage() {
  return (
    <DocsPage chapter={chapters.operators}>
      <OperatorChapter />
    </DocsPage>
  )
}
