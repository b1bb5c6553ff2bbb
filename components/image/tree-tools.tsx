import { Search } from 'lucide-react'
import { toPartText } from '#lib/addresses/image-part.ts'
import { repositoryPath } from '#lib/addresses/routes.ts'
import { firstTreeQuery, type TreeQuery } from '#lib/addresses/tree-query.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { type ImageLinks, toTreePath } from './image-links.ts'

interface ToolProps {
  links: ImageLinks
  query: TreeQuery
}

/** All layers together, or one of them. */
export function LayerChoice({ links, query, layerCount }: ToolProps & { layerCount: number }) {
  if (layerCount < 2) return null
  const layers = [null, ...Array.from({ length: layerCount }, (_, at) => at + 1)]
  return (
    <nav aria-label="Layers" className="flex flex-wrap gap-1 text-sm tabular-nums">
      {layers.map((layer) => {
        const isChosen = layer === query.layer
        return (
          <IntentLink
            key={layer}
            href={toTreePath(links, { ...firstTreeQuery, layer, path: layer === null ? query.path : '' })}
            prefetch={false}
            {...(isChosen ? { 'aria-current': 'true' as const } : {})}
            className={`inline-flex h-8 min-w-8 items-center justify-center rounded-sm border px-2 ${
              isChosen ? 'border-ink bg-ink text-surface' : 'border-rule-strong text-ink-2 hover:text-ink'
            }`}
          >
            {layer === null ? (
              'All layers'
            ) : (
              <>
                <span className="sr-only">Layer </span>
                {layer}
              </>
            )}
          </IntentLink>
        )
      })}
    </nav>
  )
}

/** Finds paths below the folder that is looked at: a form that needs no script. */
export function FileFilter({ links, query }: ToolProps) {
  const { tag, digest, platform } = links.reference
  const label = query.path === '' ? 'Find a path' : 'Find a path in this folder'
  const kept: [string, string | number | null][] = [
    tag === null ? ['digest', digest] : ['tag', tag],
    ['platform', platform],
    ['part', toPartText({ kind: 'list', list: 'tree', page: 1 })],
    ['path', query.path],
    ['layer', query.layer],
    ['sort', query.sort === 'name' ? '' : query.sort],
  ]
  return (
    <form
      action={repositoryPath(links.alias, links.repositoryName)}
      className="flex min-w-0 gap-2 max-sm:w-full"
    >
      {kept.map(([name, value]) =>
        value === null || value === '' ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <label className="relative min-w-0 max-sm:flex-1">
        <span className="sr-only">{label}</span>
        <Search
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
        Find
      </button>
    </form>
  )
}

/** The orders of a folder, as links. */
export function FileOrders({ links, query }: ToolProps) {
  const orders = [
    ['name', 'Name'],
    ['size', 'Size'],
  ] as const
  return (
    <nav aria-label="Order of the files" className="flex flex-wrap items-center gap-x-4 text-sm">
      {orders.map(([sort, word]) => (
        <IntentLink
          key={sort}
          href={toTreePath(links, { ...query, sort })}
          prefetch={false}
          {...(sort === query.sort ? { 'aria-current': 'true' as const } : {})}
          className={`border-b py-1 ${sort === query.sort ? 'border-accent text-ink' : 'border-transparent text-ink-2 hover:text-ink'}`}
        >
          {word}
        </IntentLink>
      ))}
    </nav>
  )
}
