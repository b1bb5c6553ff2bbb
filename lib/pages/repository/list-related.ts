/**
 * The repositories that have to do with one, out of the index alone: what it is built on and who is built on the same, the charts that
 * deploy it or the images that it deploys, what it is used with, and what else its publisher has.
 */
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import type { Companion, RepositorySummary } from '#lib/catalog/catalog.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

export type RelatedKind =
  | 'base'
  | 'built-on-it'
  | 'same-base'
  | 'charts'
  | 'images'
  | 'used-with'
  | 'publisher'

export interface RelatedGroup {
  kind: RelatedKind
  repositories: RelatedRepository[]
  /** How many there are in all. */
  total: number
}

export interface RelatedRepository
  extends Pick<RepositorySummary, 'registryAlias' | 'repositoryName' | 'description' | 'verified'> {
  /** How it is known to be used with the other; null in other groups, of which the title says it. */
  reason: Companion['reason'] | null
}

const maxListed = 5

/** Lists them in groups, those first that have the most to do with it; a repository stands in the first group that has it. */
export function listRelated(summary: RepositorySummary): RelatedGroup[] {
  const catalog = getCatalog()
  const { registryAlias, repositoryName } = summary
  const own = catalog.findRelations(registryAlias, repositoryName)
  if (own === null) return []
  const except = own.repositoryId
  const list = (wanted: Parameters<typeof catalog.listRelated>[0], not = except) =>
    catalog.listRelated(wanted, { except: not, limit: maxListed + 2 })
  const base = findBase(own)
  const baseRelations = base && catalog.findRelations(base.registryAlias, base.repositoryName)
  const onSame = baseRelations
    ? list({ base: baseRelations.imageNames, layers: baseRelations.layers })
    : list({ base: own.baseName === null ? [] : [own.baseName], layers: own.chainIds.slice(0, -1) })
  const images = own.deploys.flatMap((imageName) => findRepository(catalog.findImageName(imageName)))
  const companions = catalog.listCompanions(registryAlias, repositoryName)
  const reasons = new Map(companions.map(({ repository, reason }) => [toPath(repository), reason]))
  const groups: { kind: RelatedKind; total: number; repositories: RepositorySummary[] }[] = [
    { kind: 'images', total: images.length, repositories: images },
    { kind: 'charts', ...list({ deploys: own.imageNames }) },
    {
      kind: 'used-with',
      total: companions.length,
      repositories: companions.map(({ repository }) => repository),
    },
    { kind: 'base', total: 1, repositories: findRepository(base) },
    { kind: 'built-on-it', ...list({ base: own.imageNames, layers: own.layers }) },
    { kind: 'same-base', ...onSame },
    { kind: 'publisher', ...listOfPublisher(summary) },
  ]
  const shown = new Set([toPath(summary)])
  return groups.flatMap(({ kind, total, repositories }) => {
    const others = repositories.filter((one) => !shown.has(toPath(one)))
    if (others.length === 0) return []
    const listed = others.slice(0, maxListed)
    for (const one of listed) shown.add(toPath(one))
    // What stands in another group is not counted among the others of this one.
    return [
      {
        kind,
        total: total - (repositories.length - others.length),
        repositories: listed.map((one) =>
          toRelated(one, kind === 'used-with' ? (reasons.get(toPath(one)) ?? null) : null),
        ),
      },
    ]
  })
}

function findBase(own: { chainIds: string[]; baseName: string | null; repositoryId: number }) {
  const catalog = getCatalog()
  if (own.baseName !== null) return catalog.findImageName(own.baseName)
  const [found] = catalog.findBaseImages(own.chainIds.slice(0, -1), { except: own.repositoryId, limit: 1 })
  return found ?? null
}

function findRepository(
  place: { registryAlias: string; repositoryName: string } | null,
): RepositorySummary[] {
  const found = place && getCatalog().findRepository(place.registryAlias, place.repositoryName)
  return found === null ? [] : [found]
}

/** The most pulled of its publisher. */
function listOfPublisher({ registryAlias }: RepositorySummary): {
  total: number
  repositories: RepositorySummary[]
} {
  const catalog = getCatalog()
  const query = parseSearchParams({ publishers: registryAlias, sort: 'popularity' })
  const { totalResults, repositoryIds } = catalog.rank(query, [0, 2 * maxListed])
  return { total: totalResults, repositories: catalog.readRepositories(repositoryIds) }
}

function toPath({ registryAlias, repositoryName }: Omit<RelatedRepository, 'reason'>): string {
  return `${registryAlias}/${repositoryName}`
}

function toRelated(
  { registryAlias, repositoryName, description, verified }: RepositorySummary,
  reason: RelatedRepository['reason'],
): RelatedRepository {
  return { registryAlias, repositoryName, description, verified, reason }
}
