import { connection } from 'next/server'
import { chapters } from '#components/docs/chapters.ts'
import { DocsPage } from '#components/docs/docs-page.tsx'
import { PublishChapter } from '#components/docs/publish-chapter.tsx'
import { toPageMetadata } from '#components/site/to-page-metadata.ts'
import { toPlaceHost } from '#lib/oci/image-place.ts'
import { getPublishingEndpoint } from '#lib/pages/describe-sources.ts'
import { getImageHosts } from '#lib/pages/get-image-hosts.ts'

export const generateMetadata = () =>
  toPageMetadata({
    title: 'Publish images',
    description: 'How publishers create repositories, push images, and decide what their pages show.',
    path: '/docs/publish',
  })

export default async function PublishDocsPage() {
  await connection()
  return (
    <DocsPage chapter={chapters.publishers}>
      <PublishChapter
        endpointUrl={getPublishingEndpoint()}
        registryHost={toPlaceHost(getImageHosts().usual)}
      />
    </DocsPage>
  )
}
