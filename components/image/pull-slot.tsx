import type { ImagePage } from '#lib/gallery/get-image-page.ts'
import type { ImageReference } from '#lib/gallery/image-reference.ts'
import { toPlatformOptions, toPullOffer } from '#lib/oci/pull-offer.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { CopyButton } from '../ui/copy-button.tsx'

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
  const what = {
    name: repository.uri,
    tag: reference.tag,
    digest: reference.digest ?? image.digest,
    kind: image.kind,
    platforms: toPlatformOptions(image.platforms),
  }
  const platform = reference.platform === null ? null : (image.chosen?.platform?.key ?? null)
  const command = toPullOffer(what, { platform }, plainHttp)?.text ?? null
  if (command === null) {
    return (
      <p className="px-3 py-4 text-sm text-ink-2 sm:px-4">There is nothing in it to be pulled by hand.</p>
    )
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-3 py-3 sm:flex-nowrap sm:px-4">
      <p className="min-h-10 min-w-0 flex-1 basis-full py-2.5 font-mono text-xs leading-5 wrap-anywhere sm:basis-0">
        <code className="select-all" data-pull-command>
          <BreakablePath text={command} />
        </code>
      </p>
      <CopyButton text={command} label="Copy command" look="primary" className="shrink-0 max-sm:basis-full" />
    </div>
  )
}
