import { ListFilter } from 'lucide-react'
import type { ContentsQuery } from '#lib/addresses/contents-query.ts'
import { type ImagePart, toPartText } from '#lib/addresses/image-part.ts'
import { repositoryPath } from '#lib/addresses/routes.ts'
import { formatNumber } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { type ImageLinks, toContentsPath } from './image-links.ts'

type List = Extract<ImagePart, { kind: 'list' }>['list']

/** The filter of a list: a form that needs no script. */
export function ContentsFilter({
  links,
  list,
  query,
  label,
}: {
  links: ImageLinks
  list: List
  query: ContentsQuery
  /** Such as "Filter 41 packages". */
  label: string
}) {
  const { tag, digest, platform } = links.reference
  return (
    <form
      action={repositoryPath(links.alias, links.repositoryName)}
      className="flex min-w-0 gap-2 max-sm:w-full"
    >
      {tag === null ? (
        <input type="hidden" name="digest" value={digest} />
      ) : (
        <input type="hidden" name="tag" value={tag} />
      )}
      {platform !== null && <input type="hidden" name="platform" value={platform} />}
      <input type="hidden" name="part" value={toPartText({ kind: 'list', list, page: 1 })} />
      {query.sort !== '' && <input type="hidden" name="sort" value={query.sort} />}
      <label className="relative min-w-0 max-sm:flex-1">
        <span className="sr-only">{label}</span>
        <ListFilter
          aria-hidden="true"
          strokeWidth={1.75}
          className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-3"
        />
        <input
          type="search"
          name="filter"
          defaultValue={query.filter}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          placeholder={label}
          className="control h-9 w-64 max-w-full pr-2 pl-8.5 text-sm text-ink placeholder:text-ink-3 max-sm:w-full"
        />
      </label>
      <button type="submit" className="control h-9 px-3 text-sm">
        Filter
      </button>
    </form>
  )
}

/** What narrows and orders a list that has a page of its own, and how much of it is left. */
export function ContentsTools<Sort extends ContentsQuery['sort']>({
  counted,
  foundCount,
  ...list
}: {
  links: ImageLinks
  list: List
  query: ContentsQuery
  sorts: readonly Sort[]
  words: Record<Sort, string>
  /** The whole of it, such as "41 packages". */
  counted: string
  foundCount: number
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <ContentsFilter links={list.links} list={list.list} query={list.query} label={`Filter ${counted}`} />
      <ContentsOrders {...list} label={`Order of the ${list.list}`} />
      {list.query.filter !== '' && (
        <p className="text-sm text-ink-2 tabular-nums sm:ml-auto">
          {formatNumber(foundCount)} of {counted}
        </p>
      )}
    </div>
  )
}

/** The orders of a list, as links; the first is the one without a parameter. */
function ContentsOrders<Sort extends ContentsQuery['sort']>({
  links,
  list,
  query,
  sorts,
  words,
  label,
}: {
  links: ImageLinks
  list: List
  query: ContentsQuery
  sorts: readonly Sort[]
  words: Record<Sort, string>
  label: string
}) {
  const chosen = sorts.find((sort) => sort === query.sort) ?? sorts[0]
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-x-4 text-sm">
      {sorts.map((sort, at) => (
        <IntentLink
          key={sort}
          href={toContentsPath(
            links,
            { kind: 'list', list, page: 1 },
            { ...query, sort: at === 0 ? '' : sort },
          )}
          prefetch={false}
          {...(sort === chosen ? { 'aria-current': 'true' as const } : {})}
          className={`border-b py-1 ${sort === chosen ? 'border-accent text-ink' : 'border-transparent text-ink-2 hover:text-ink'}`}
        >
          {words[sort]}
        </IntentLink>
      ))}
    </nav>
  )
}
