import { publisherPath, repositoryPath } from '#lib/addresses/routes.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { IntentLink } from '../ui/intent-link.tsx'

/** Of which repository a page below it is, as two links. */
export function RepositoryCrumb({
  alias,
  registryAlias,
  repositoryName,
}: {
  /** That the visitor came by, which need not be the registry's primary one. */
  alias: string
  registryAlias: string
  repositoryName: string
}) {
  return (
    <span className="min-w-0 wrap-anywhere">
      <IntentLink
        href={publisherPath(registryAlias)}
        className="inline-block min-h-6 text-ink-2 hover:text-ink hover:underline"
      >
        {registryAlias}
      </IntentLink>
      <span className="px-px text-ink-3">/</span>
      <IntentLink
        href={repositoryPath(alias, repositoryName)}
        className="inline-block min-h-6 text-ink hover:underline"
      >
        <BreakablePath text={repositoryName} />
      </IntentLink>
    </span>
  )
}
