import { connection } from 'next/server'
import { ApiChapter } from '#components/docs/api-chapter.tsx'
import { chapters } from '#components/docs/chapters.ts'
import { DocsPage } from '#components/docs/docs-page.tsx'
import { toPageMetadata } from '#components/site/to-page-metadata.ts'
import { readConfig } from '#lib/config/config.ts'

export const generateMetadata = () =>
  toPageMetadata({
    title: 'The gallery’s API',
    description: 'What programs can read from this gallery, as JSON and without a key.',
    path: '/docs/api',
  })

export default async function ApiDocsPage() {
  await connection()
  return (
    <DocsPage chapter={chapters.programs}>
      <ApiChapter galleryUrl={readConfig().galleryUrl} />
    </DocsPage>
  )
}
