/**
 * Which repositories are used together, as publishers say it: a chart deploys both, or the usage text of one names the other. Whoever
 * says it of another's repository has to be verified or its own publisher, so that nobody puts himself beside a popular name.
 */
import type { Companion } from '../catalog.ts'
import type { IndexDatabase } from './index-database.ts'
import { findRepository } from './list-repositories.ts'
import { findByAlias, findImageName, listImageNames } from './relations.ts'
import type { ToLogoSrc } from './to-repository-summary.ts'

/** Charts that are looked at, those of the own publisher and the most pulled first. */
const maxCharts = 20
const maxNames = 100
const maxCompanions = 20

interface Place {
  registryAlias: string
  repositoryName: string
}

/** Lists them, those first that a chart deploys together; each once, with the first reason. */
export function listCompanions(
  database: IndexDatabase,
  registryAlias: string,
  repositoryName: string,
  toLogoSrc: ToLogoSrc,
): Companion[] {
  const id = findByAlias(database, registryAlias, repositoryName)
  if (id === null) return []
  const names = listImageNames(database, id)
  const found = [
    ...listDeployedTogether(database, id, names),
    ...listNamed(database, id, names),
    ...listNaming(database, id, names),
  ]
  const companions = new Map<string, Companion>()
  for (const { place, reason } of found) {
    const path = `${place.registryAlias}/${place.repositoryName}`
    if (companions.size === maxCompanions) break
    if (companions.has(path)) continue
    const repository = findRepository(database, place.registryAlias, place.repositoryName, toLogoSrc)
    if (repository !== null) companions.set(path, { repository, reason })
  }
  return [...companions.values()]
}

type Found = { place: Place; reason: Companion['reason'] }

/** By charts that deploy this one and others. */
function listDeployedTogether(database: IndexDatabase, id: number, names: readonly string[]): Found[] {
  const charts = database.all<{ repository_id: number; registryAlias: string; repositoryName: string }>(
    `SELECT r.repository_id, g.primary_alias AS registryAlias, r.name AS repositoryName
     FROM repository r JOIN registry g USING (registry_key)
     WHERE r.repository_id IN (SELECT repository_id FROM repository_relation
         WHERE relation = 'deploys' AND value IN (SELECT value FROM json_each(?)))
       AND (r.verified = 1 OR ${ofOwnPublisher})
     ORDER BY ${ofOwnPublisher} DESC, r.pull_count DESC, r.path LIMIT ?`,
    JSON.stringify(names),
    id,
    id,
    maxCharts,
  )
  return charts.flatMap(({ repository_id, registryAlias, repositoryName }) =>
    listValues(database, 'deploys', repository_id).flatMap((name) => {
      const place = names.includes(name) ? null : findImageName(database, name)
      return place === null
        ? []
        : [{ place, reason: { kind: 'chart' as const, registryAlias, repositoryName } }]
    }),
  )
}

/** Those that its own usage text names. */
function listNamed(database: IndexDatabase, id: number, names: readonly string[]): Found[] {
  return listValues(database, 'names', id).flatMap((name) => {
    const place = names.includes(name) ? null : findImageName(database, name)
    return place === null ? [] : [{ place, reason: { kind: 'names' as const } }]
  })
}

/** Those of the same publisher whose usage texts name it. */
function listNaming(database: IndexDatabase, id: number, names: readonly string[]): Found[] {
  return database
    .all<Place>(
      `SELECT g.primary_alias AS registryAlias, r.name AS repositoryName
       FROM repository r JOIN registry g USING (registry_key)
       WHERE r.repository_id IN (SELECT repository_id FROM repository_relation
           WHERE relation = 'names' AND value IN (SELECT value FROM json_each(?)))
         AND r.repository_id <> ? AND ${ofOwnPublisher}
       ORDER BY r.pull_count DESC, r.path LIMIT ?`,
      JSON.stringify(names),
      id,
      id,
      maxCompanions,
    )
    .map((place) => ({ place, reason: { kind: 'named' as const } }))
}

/** Takes the id of a repository: whether `r` is of its publisher. */
const ofOwnPublisher = 'r.registry_key = (SELECT registry_key FROM repository WHERE repository_id = ?)'

function listValues(database: IndexDatabase, relation: 'deploys' | 'names', repositoryId: number): string[] {
  return database
    .all<{ value: string }>(
      'SELECT value FROM repository_relation WHERE repository_id = ? AND relation = ? ORDER BY value LIMIT ?',
      repositoryId,
      relation,
      maxNames,
    )
    .map(({ value }) => value)
}
