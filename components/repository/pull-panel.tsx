import type { RepositoryPage } from '#lib/gallery/get-repository-page.ts'
import type { ImageTag } from '#lib/gallery/list-image-tags.ts'
import { type PulledKind, toPulledKind } from '#lib/oci/pull-client.ts'
import type { PullPlatform } from '#lib/oci/pull-reference.ts'
import { PullCommand } from './pull-command.tsx'
import { RepositoryFacts } from './repository-facts.tsx'

const headings: Record<PulledKind, string> = {
  image: 'Pull this image',
  chart: 'Pull this chart',
  artifact: 'Pull this artifact',
}

/** The loudest thing on the page: the command that pulls the image, and below it the facts a visitor compares. */
export function PullPanel({
  page,
  tags,
  plainHttp,
}: {
  page: RepositoryPage
  /** The one to offer first; with what its image runs on where that is known. */
  tags: (ImageTag & { platforms?: readonly PullPlatform[] })[]
  plainHttp: boolean
}) {
  return (
    <aside
      aria-labelledby="pull"
      className="rounded-md border border-rule-strong bg-raised sm:max-lg:grid sm:max-lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
    >
      <div className="p-4">
        <h2 id="pull" className="mb-2.5 text-sm font-semibold">
          {headings[toPulledKind(tags[0]?.artifactMediaType ?? null)]}
        </h2>
        {tags.length === 0 && (
          <p className="mb-2.5 text-sm text-ink-2">
            No image has been pushed yet. Once there is one, this will pull it:
          </p>
        )}
        <PullCommand
          name={page.uri}
          images={tags.map(({ tag, digest, artifactMediaType, platforms = [] }) => ({
            tag,
            digest,
            artifactMediaType,
            platforms,
          }))}
          plainHttp={plainHttp}
        />
      </div>
      <RepositoryFacts page={page} newest={tags[0] ?? null} />
    </aside>
  )
}
