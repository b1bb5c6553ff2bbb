import type { RepositoryPage } from '#lib/gallery/get-repository-page.ts'
import type { ImageTag } from '#lib/gallery/list-image-tags.ts'
import { toListedKind } from '#lib/oci/artifact-kind.ts'
import type { PullPlatform } from '#lib/oci/pull-reference.ts'
import { PullCommand } from './pull-command.tsx'
import { PullFrame } from './pull-frame.tsx'
import { RepositoryFacts } from './repository-facts.tsx'

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
    <PullFrame
      kind={toListedKind(tags[0]?.artifactMediaType ?? null, tags[0]?.tag)}
      facts={<RepositoryFacts page={page} newest={tags[0] ?? null} />}
    >
      {tags.length === 0 && (
        <p className="mb-2.5 text-sm text-ink-2">
          {page.isFromIndex
            ? 'The tags cannot be read at the moment. This pulls the one named latest, if there is one:'
            : 'No image has been pushed yet. Once there is one, this will pull it:'}
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
    </PullFrame>
  )
}
