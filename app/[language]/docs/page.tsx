import { connection } from 'next/server'
import { chapters } from '#components/docs/chapters.ts'
import { DocsPage } from '#components/docs/docs-page.tsx'
import { VisitorChapter } from '#components/docs/visitor-chapter.tsx'
import { toPageMetadata } from '#components/site/to-page-metadata.ts'
import { readConfig } from '#lib/config/config.ts'
import { toPlaceHost } from '#lib/oci/image-place.ts'
import { getVerifier } from '#lib/pages/describe-sources.ts'
import { getImageHosts } from '#lib/pages/get-image-hosts.ts'

export const generateMetadata = () =>
  toPageMetadata({
    title: 'Docs',
    description: 'How to find and pull images, what “verified” means, and what to do when a pull fails.',
    path: '/docs',
  })

export default async function VisitorDocsPage() {
  await connection()
  return (
    <DocsPage chapter={chapters.visitors}>
      <VisitorChapter
        registryHost={toPlaceHost(getImageHosts().usual)}
        verifiedBy={getVerifier()}
        contact={readConfig().galleryContact}
      />
    </DocsPage>
  )
}
