import type { RepositorySummary } from '#lib/catalog/catalog.ts'

/**
 * Lets publishers take turns among repositories with equally many pulls, so that one of them does not fill a
 * list on which nothing but chance put it first. The order by pulls is kept.
 */
export function interleavePublishers(repositories: readonly RepositorySummary[]): RepositorySummary[] {
  const turns = new Map<string, number>()
  return repositories
    .map((repository) => {
      const turnKey = `${repository.pullCount} ${repository.registryId}`
      const turn = turns.get(turnKey) ?? 0
      turns.set(turnKey, turn + 1)
      return { repository, turn }
    })
    .toSorted((one, other) => other.repository.pullCount - one.repository.pullCount || one.turn - other.turn)
    .map(({ repository }) => repository)
}
