import type { ReactNode } from 'react'
import type { ImagePage } from '#lib/gallery/get-image-page.ts'
import type { ImageReference } from '#lib/gallery/image-reference.ts'
import { toPlatformOptions, toPullOffer } from '#lib/oci/pull-offer.ts'
import { PullFrame } from '../repository/pull-frame.tsx'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { RelativeTime } from '../ui/relative-time.tsx'

/** The command that pulls exactly this, and the facts a visitor compares. */
export function ImageSummary({
  page,
  reference,
  plainHttp,
}: {
  page: ImagePage
  reference: ImageReference
  plainHttp: boolean
}) {
  const { repository, image } = page
  const { kind } = image
  const what = {
    name: repository.uri,
    tag: reference.tag,
    digest: reference.digest ?? image.digest,
    kind,
    platforms: toPlatformOptions(image.platforms),
  }
  const platform = reference.platform === null ? null : (image.chosen?.platform?.key ?? null)
  const command = toPullOffer(what, { platform }, plainHttp)?.text ?? null
  return (
    <PullFrame kind={kind} facts={<ImageFacts page={page} />}>
      {command === null ? (
        <p className="text-sm text-ink-2">There is nothing in it to be pulled by hand.</p>
      ) : (
        <>
          <div className="rounded-md bg-sunk px-3.5 py-3 font-mono text-xs leading-5 wrap-anywhere">
            <code className="select-all" data-pull-command>
              <BreakablePath text={command} />
            </code>
          </div>
          <CopyButton text={command} label="Copy command" look="primary" className="mt-3" />
        </>
      )}
    </PullFrame>
  )
}

function ImageFacts({ page }: { page: ImagePage }) {
  const { repository, image, tagged } = page
  const { chosen, digest, platforms } = image
  const config = chosen?.config
  return (
    <dl className="border-t border-rule text-sm *:not-first:border-t *:not-first:border-rule sm:max-lg:border-t-0 sm:max-lg:border-l">
      {tagged?.pushedAt && (
        <Fact name="Pushed">
          <RelativeTime iso={tagged.pushedAt} />
        </Fact>
      )}
      {config?.createdAt && (
        <Fact name="Built">
          <RelativeTime iso={config.createdAt} />
        </Fact>
      )}
      {platforms.length > 1 && (
        <Fact name="Platforms">
          <span className="font-mono text-xs">{platforms.length}</span>
        </Fact>
      )}
      {chosen && (
        <Fact name={chosen.platform?.text ? `Compressed size, ${chosen.platform.text}` : 'Compressed size'}>
          <span className="font-mono text-xs">{formatBytes(chosen.sizeBytes)}</span>
        </Fact>
      )}
      {chosen?.config && (
        <Fact name="Layers">
          <span className="font-mono text-xs">{chosen.manifest.layers.length}</span>
        </Fact>
      )}
      <Copied name="Digest" text={digest} />
      <Copied name="Reference that never moves" text={`${repository.uri}@${digest}`} />
      <div className="px-4 py-2">
        <dt className="text-ink-2">Media type</dt>
        <dd className="font-mono text-xs wrap-anywhere">
          <BreakablePath text={image.manifest.artifactType ?? image.manifest.mediaType} />
        </dd>
      </div>
    </dl>
  )
}

function Copied({ name, text }: { name: string; text: string }) {
  return (
    <div className="px-4 py-2">
      <dt className="text-ink-2">{name}</dt>
      <dd className="flex items-start gap-2">
        <span className="min-w-0 flex-1 py-1 font-mono text-xs wrap-anywhere">
          <BreakablePath text={text} />
        </span>
        <CopyButton text={text} label={`Copy ${name.toLowerCase()}`} className="-mr-2 shrink-0" />
      </dd>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-6 px-4 py-2">
      <dt className="min-w-0 text-ink-2 wrap-anywhere">{name}</dt>
      <dd className="shrink-0 text-right tabular-nums">{children}</dd>
    </div>
  )
}
