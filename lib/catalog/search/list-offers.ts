/**
 * What a text names exactly without being its address here: an image by the beginning of its digest that is not the only one,
 * and a reference of another registry (`docker.io/library/redis`) to what this gallery has under another alias.
 */
import type { Offer } from '../catalog.ts'
import type { ImageReference, TextQuery } from '../query/text-query.ts'
import { findDigest, hasTag } from '../store/find-images.ts'
import type { IndexDatabase } from '../store/index-database.ts'

const maxOffers = 5

interface NamedRow {
  repository_id: number
  primary_alias: string
  name: string
}

/** The offers of a text that is nothing else than one reference or digest. */
export function listOffers(database: IndexDatabase, query: TextQuery): Offer[] {
  const { words, phrases, excluded, reference, digest } = query
  if (phrases.length + excluded.length > 0) return []
  if (digest !== null && words.length === 0) {
    const found = findDigest(database, digest, maxOffers)
    return found.length < 2
      ? []
      : found.map(({ registryAlias, repositoryName, digest: whole, tags }) => ({
          registryAlias,
          repositoryName,
          tag: tags[0] ?? null,
          digest: whole,
        }))
  }
  return reference !== null && words.length === 1 ? listNamed(database, reference) : []
}

function listNamed(database: IndexDatabase, reference: ImageReference): Offer[] {
  const { host, registryAlias, repositoryName, tag } = reference
  // Of `redis:7` all that is named so is found anyway.
  if (registryAlias === null && host === null) return []
  if (registryAlias !== null && isHere(database, registryAlias, repositoryName)) return []
  const segments = repositoryName.split('/')
  const names = [
    `${registryAlias}/${repositoryName}`,
    repositoryName,
    segments.slice(1).join('/'),
    segments.at(-1) ?? '',
  ]
  const found = new Map<number, NamedRow>()
  for (const name of names) {
    if (found.size > 0 || name === '') continue
    const rows = database.all<NamedRow>(
      `SELECT r.repository_id, g.primary_alias, r.name FROM repository r JOIN registry g USING (registry_key)
       WHERE r.name = ? AND r.newest_tag IS NOT NULL ORDER BY r.verified DESC, r.pull_count DESC, r.path LIMIT ?`,
      name,
      maxOffers,
    )
    for (const row of rows) found.set(row.repository_id, row)
  }
  return [...found.values()].map((row) => ({
    registryAlias: row.primary_alias,
    repositoryName: row.name,
    tag: tag !== null && hasTag(database, row.repository_id, tag) ? tag : null,
    digest: null,
  }))
}

/** Whether a repository stands at this address. */
function isHere(database: IndexDatabase, registryAlias: string, repositoryName: string): boolean {
  const sql =
    'SELECT 1 FROM repository r JOIN registry_alias a USING (registry_key) WHERE a.alias = ? AND r.name = ?'
  return database.get(sql, registryAlias, repositoryName) !== undefined
}
