import { useTexts } from '#components/language/use-texts.ts'
import { toPartText } from '#lib/addresses/image-part.ts'
import { firstTreeQuery, type TreeQuery } from '#lib/addresses/tree-query.ts'
import { Search } from '../icons/control-icons.tsx'
import { type ImageLinks, toTreePath } from '../parts/image-links.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { FilterForm, OrderLinks } from './list-tools.tsx'

interface ToolProps {
  links: ImageLinks
  query: TreeQuery
}

/** All layers together, or one of them. */
export function LayerChoice({ links, query, layerCount }: ToolProps & { layerCount: number }) {
  const texts = useTexts('contents')
  if (layerCount < 2) return null
  const layers = [null, ...Array.from({ length: layerCount }, (_, at) => at + 1)]
  return (
    <nav aria-label={texts('tree.layers')} className="flex flex-wrap gap-1 text-sm tabular-nums">
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
            {layer === null
              ? texts('tree.allLayers')
              : texts.rich('tree.layerOfChoice', {
                  layer,
                  hidden: (words) => (
                    <span key="hidden" className="sr-only">
                      {words}
                    </span>
                  ),
                })}
          </IntentLink>
        )
      })}
    </nav>
  )
}

/** Finds paths below the folder that is looked at. */
export function FileFilter({ links, query }: ToolProps) {
  const texts = useTexts('contents')
  return (
    <FilterForm
      links={links}
      kept={[
        ['part', toPartText({ kind: 'list', list: 'tree', page: 1 })],
        ['path', query.path],
        ['layer', query.layer],
        ['sort', query.sort === 'name' ? '' : query.sort],
      ]}
      filter={query.filter}
      label={texts(query.path === '' ? 'tree.findPath' : 'tree.findPathHere')}
      word={texts('tree.find')}
      icon={Search}
    />
  )
}

/** The orders of a folder, as links. */
export function FileOrders({ links, query }: ToolProps) {
  const texts = useTexts('contents')
  return (
    <OrderLinks
      label={texts('tree.order')}
      sorts={['name', 'size'] as const}
      words={{ name: texts('file.name'), size: texts('file.size') }}
      chosen={query.sort}
      toPath={(sort) => toTreePath(links, { ...query, sort })}
    />
  )
}
