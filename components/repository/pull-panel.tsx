import type { RepositoryPage } from '#lib/gallery/get-repository-page.ts'
import type { ImageTag } from '#lib/gallery/list-image-tags.ts'
import { PullCommand } from './pull-command.tsx'
import { RepositoryFacts } from './repository-facts.tsx'

/** The loudest thing on the page: the command that pulls the image, and below it the facts a visitor compares. */
export function PullPanel({
  page,
  tags,
  plainHttp,
}: {
  page: RepositoryPage
  /** The one to offer first. */
  tags: ImageTag[]
  plainHttp: boolean
}) {
  return (
    <aside
      aria-labelledby="pull"
      className="rounded-md border border-rule-strong bg-raised sm:max-lg:grid sm:max-lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
    >
      <div className="p-4">
        <h2 id="pull" className="mb-2.5 text-sm font-semibold">
          Pull this image
        </h2>
        {tags.length === 0 && (
          <p className="mb-2.5 text-sm text-ink-2">
            No image has been pushed yet. Once there is one, this will pull it:
          </p>
        )}
        <PullCommand
          name={page.uri}
          images={tags.map(({ tag, digest }) => ({ tag, digest }))}
          plainHttp={plainHttp}
        />
      </div>
      <RepositoryFacts page={page} newest={tags[0] ?? null} />
    </aside>
  )
}
