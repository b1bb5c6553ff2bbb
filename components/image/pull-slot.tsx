import type { ImageReference } from '#lib/addresses/image-reference.ts'
import { toPlatformOptions } from '#lib/commands/pull-offer.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import { ImagePull } from './image-pull.tsx'

/** The command that pulls exactly what the page is about, by the kind that the manifest says it is. */
export function PullSlot({
  page,
  reference,
  plainHttp,
}: {
  page: ImagePage
  reference: ImageReference
  plainHttp: boolean
}) {
  const { repository, image } = page
  const platform = reference.platform === null ? null : (image.chosen?.platform?.key ?? null)
  const what = {
    name: repository.uri,
    tag: reference.tag,
    digest: reference.digest ?? image.digest,
    kind: image.kind,
    platforms: toPlatformOptions(image.platforms, platform),
  }
  return (
    <div className="p-3">
      <ImagePull what={what} platform={platform} plainHttp={plainHttp} />
    </div>
  )
}
