import { connection } from 'next/server'
import { DocsPage } from '#components/docs/docs-page.tsx'
import { toChapterMetadata } from '#components/docs/to-chapter-metadata.ts'
import { VisitorChapter } from '#components/docs/visitor-chapter.tsx'
import { readConfig } from '#lib/config/config.ts'
import { toPlaceHost } from '#lib/oci/image-place.ts'
import { getVerifier } from '#lib/pages/describe-sources.ts'
import { getImageHosts } from '#lib/pages/get-image-hosts.ts'

export const generateMetadata = () => toChapterMetadata('visitors')

export default async function VisitorDocsPage() {
  await connection()
  return (
    <DocsPage chapter="visitors">
      <VisitorChapter
        registryHost={toPlaceHost(getImageHosts().usual)}
        verifiedBy={getVerifier()}
        contact={readConfig().galleryContact}
      />
    </DocsPage>
  )
}
