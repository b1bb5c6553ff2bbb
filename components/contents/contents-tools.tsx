import { useTexts } from '#components/language/use-texts.ts'
import type { ContentsQuery } from '#lib/addresses/contents-query.ts'
import { toPartText } from '#lib/addresses/image-part.ts'
import { ListFilter } from '../icons/list-icons.tsx'
import { type ImageLinks, toContentsPath } from '../parts/image-links.ts'
import { FilterForm, OrderLinks } from './list-tools.tsx'

type List = 'packages' | 'vulnerabilities'

/** The filter of a list. */
export function ContentsFilter({
  links,
  list,
  query,
  count,
}: {
  links: ImageLinks
  list: List
  query: ContentsQuery
  /** Of the whole list. */
  count: number
}) {
  const texts = useTexts('contents')
  return (
    <FilterForm
      links={links}
      kept={[
        ['part', toPartText({ kind: 'list', list, page: 1 })],
        ['sort', query.sort],
      ]}
      filter={query.filter}
      label={texts(list === 'packages' ? 'tools.filterPackages' : 'tools.filterVulnerabilities', { count })}
      word={texts('tools.filter')}
      icon={ListFilter}
    />
  )
}

/** What narrows and orders a list that has a page of its own, and how much of it is left. */
export function ContentsTools<Sort extends ContentsQuery['sort']>({
  count,
  foundCount,
  ...list
}: {
  links: ImageLinks
  list: List
  query: ContentsQuery
  sorts: readonly Sort[]
  words: Record<Sort, string>
  /** Of the whole list. */
  count: number
  foundCount: number
}) {
  const texts = useTexts('contents')
  const isOfPackages = list.list === 'packages'
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <ContentsFilter links={list.links} list={list.list} query={list.query} count={count} />
      <ContentsOrders
        {...list}
        label={texts(isOfPackages ? 'tools.orderOfPackages' : 'tools.orderOfVulnerabilities')}
      />
      {list.query.filter !== '' && (
        <p className="text-sm text-ink-2 tabular-nums sm:ml-auto">
          {texts(isOfPackages ? 'tools.foundPackages' : 'tools.foundVulnerabilities', {
            found: foundCount,
            count,
          })}
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
