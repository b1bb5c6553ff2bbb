import { connection } from 'next/server'
import { DocsPage } from '#components/docs/docs-page.tsx'
import { PublishChapter } from '#components/docs/publish-chapter.tsx'
import { toChapterMetadata } from '#components/docs/to-chapter-metadata.ts'
import { toPlaceHost } from '#lib/oci/image-place.ts'
import { getPublishingEndpoint } from '#lib/pages/describe-sources.ts'
import { getImageHosts } from '#lib/pages/get-image-hosts.ts'

export const generateMetadata = () => toChapterMetadata('publishers')

export default async function PublishDocsPage() {
  await connection()
  return (
    <DocsPage chapter="publishers">
      <PublishChapter
        endpointUrl={getPublishingEndpoint()}
        registryHost={toPlaceHost(getImageHosts().usual)}
      />
    </DocsPage>
  )
}
