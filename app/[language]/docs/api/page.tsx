import { connection } from 'next/server'
import { ApiChapter } from '#components/docs/api-chapter.tsx'
import { DocsPage } from '#components/docs/docs-page.tsx'
import { toChapterMetadata } from '#components/docs/to-chapter-metadata.ts'
import { readConfig } from '#lib/config/config.ts'

export const generateMetadata = () => toChapterMetadata('programs')

export default async function ApiDocsPage() {
  await connection()
  return (
    <DocsPage chapter="programs">
      <ApiChapter galleryUrl={readConfig().galleryUrl} />
    </DocsPage>
  )
}
