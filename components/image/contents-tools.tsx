import { ListFilter } from 'lucide-react'
import type { ContentsQuery } from '#lib/addresses/contents-query.ts'
import { type ImagePart, toPartText } from '#lib/addresses/image-part.ts'
import { formatNumber } from '../ui/format-count.ts'
import { type ImageLinks, toContentsPath } from './image-links.ts'
import { FilterForm, OrderLinks } from './list-tools.tsx'

type List = Extract<ImagePart, { kind: 'list' }>['list']

/** The filter of a list. */
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
  return (
    <FilterForm
      links={links}
      kept={[
        ['part', toPartText({ kind: 'list', list, page: 1 })],
        ['sort', query.sort],
      ]}
      filter={query.filter}
      label={label}
      word="Filter"
      icon={ListFilter}
    />
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
  return (
    <OrderLinks
      label={label}
      sorts={sorts}
      words={words}
      chosen={sorts.find((sort) => sort === query.sort) ?? sorts[0]}
      toPath={(sort) =>
        toContentsPath(
          links,
          { kind: 'list', list, page: 1 },
          { ...query, sort: sort === sorts[0] ? '' : sort },
        )
      }
    />
  )
}
