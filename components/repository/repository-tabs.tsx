import Link from 'next/link'
import { REPOSITORY_TABS, type RepositoryTab, repositoryPath } from '#lib/gallery/routes.ts'

const words: Record<RepositoryTab, string> = { about: 'About', usage: 'Usage', tags: 'Image tags' }

/** The parts of the page, each at an address of its own. */
export function RepositoryTabs({
  alias,
  name,
  tab,
  tagCount,
}: {
  alias: string
  name: string
  tab: RepositoryTab
  /** As it is shown, such as `112` or `100+`. */
  tagCount: string
}) {
  return (
    <nav aria-label="Repository" className="border-b border-rule">
      <ul className="flex gap-7">
        {REPOSITORY_TABS.map((one) => (
          <li key={one}>
            <Link
              href={repositoryPath(alias, name, one)}
              scroll={false}
              aria-current={one === tab ? 'page' : undefined}
              className="-mb-px block border-b-2 border-transparent pt-1 pb-2.5 text-ink-2 transition-colors hover:text-ink aria-[current=page]:border-ink aria-[current=page]:text-ink"
            >
              {words[one]}
              {one === 'tags' && (
                <>
                  {' '}
                  <span className="ml-0.5 text-xs text-ink-3 tabular-nums">{tagCount}</span>
                </>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
